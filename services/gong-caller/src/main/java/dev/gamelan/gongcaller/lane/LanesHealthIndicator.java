package dev.gamelan.gongcaller.lane;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether Kafka has given this instance its place among the callers. */
@Component
final class LanesHealthIndicator implements HealthIndicator {
  private final Lanes lanes;

  LanesHealthIndicator(Lanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public Health health() {
    return lanes.isMember()
        ? Health.up().build()
        : Health.down()
            .withDetail(
                "missing",
                "Kafka has not assigned this instance its partitions; another instance of the"
                    + " same gamelan.lane.instance may have taken its place")
            .build();
  }
}
