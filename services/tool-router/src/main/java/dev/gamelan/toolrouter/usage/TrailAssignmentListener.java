package dev.gamelan.toolrouter.usage;

import dev.gamelan.toolrouter.assignment.BindingListener;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Makes a starting instance read back a day of the trail; until it has, caps would be judged by
 * half of the calls, so it is not ready.
 */
@Component("trailRead")
final class TrailAssignmentListener implements BindingListener, HealthIndicator {
  private static final String BINDING = "trail-in-0";

  /** The end of each partition as it was assigned, for those that are not read to there. */
  private final Map<Integer, Long> unread = new ConcurrentHashMap<>();

  private volatile boolean assigned;
  private final UsageProperties properties;
  private final Clock clock;

  TrailAssignmentListener(UsageProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public String binding() {
    return BINDING;
  }

  @Override
  public Instant from() {
    return clock.instant().minus(properties.readBack());
  }

  @Override
  public void assigned(Collection<TopicPartition> now, Map<TopicPartition, Long> ends) {
    ends.forEach((partition, end) -> unread.put(partition.partition(), end));
    assigned = true;
  }

  void read(int partition, long offset) {
    unread.computeIfPresent(partition, (same, end) -> offset + 1 < end ? end : null);
  }

  @Override
  public Health health() {
    return assigned && unread.isEmpty()
        ? Health.up().build()
        : Health.down()
            .withDetail("missing", "The last day of the trail has not been read yet")
            .build();
  }
}
