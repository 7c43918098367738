package dev.gamelan.gongcaller.permit;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether permits can be had: without them nothing is sent. */
@Component
final class QuotaHealthIndicator implements HealthIndicator {
  private final PermitClient permits;

  QuotaHealthIndicator(PermitClient permits) {
    this.permits = permits;
  }

  @Override
  public Health health() {
    return permits.answers()
        ? Health.up().build()
        : Health.down()
            .withDetail("missing", "quota does not answer; calls wait, none is sent")
            .build();
  }
}
