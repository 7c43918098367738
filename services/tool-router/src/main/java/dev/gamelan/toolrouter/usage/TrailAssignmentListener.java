package dev.gamelan.toolrouter.usage;

import dev.gamelan.toolrouter.assignment.BindingListener;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
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
  public void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> now) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(now);
    long from = clock.instant().minus(properties.readBack()).toEpochMilli();
    Map<TopicPartition, Long> moments =
        now.stream().collect(Collectors.toMap(Function.identity(), partition -> from));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(moments);
    for (TopicPartition partition : now) {
      OffsetAndTimestamp start = starts.get(partition);
      Long end = ends.get(partition);
      if (start != null) {
        consumer.seek(partition, start.offset());
        if (end != null && start.offset() < end) {
          unread.put(partition.partition(), end);
        }
      } else if (end != null) {
        consumer.seek(partition, end);
      }
    }
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
