package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.toolrouter.assignment.BindingListener;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
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
 * Makes a starting instance read back as far as answers are kept, and tells whether it hears of
 * endings at all.
 */
@Component("completionsAssignment")
final class CompletionsAssignmentListener implements BindingListener, HealthIndicator {
  private static final String BINDING = "toolCallCompleted-in-0";

  private final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
  private final DispatchProperties properties;
  private final Clock clock;

  CompletionsAssignmentListener(DispatchProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public String binding() {
    return BINDING;
  }

  @Override
  public void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> now) {
    // The ends are asked for first: what arrives in between must not be skipped.
    Map<TopicPartition, Long> ends = consumer.endOffsets(now);
    long from = clock.instant().minus(properties.findFor()).toEpochMilli();
    Map<TopicPartition, Long> moments =
        now.stream().collect(Collectors.toMap(Function.identity(), partition -> from));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(moments);
    for (TopicPartition partition : now) {
      OffsetAndTimestamp start = starts.get(partition);
      Long end = ends.get(partition);
      if (start != null) {
        consumer.seek(partition, start.offset());
      } else if (end != null) {
        consumer.seek(partition, end);
      }
    }
    assigned.addAll(now);
  }

  @Override
  public void revoked(Collection<TopicPartition> gone) {
    assigned.removeAll(Set.copyOf(gone));
  }

  @Override
  public Health health() {
    return assigned.isEmpty()
        ? Health.down()
            .withDetail("missing", "No partition of completed calls is assigned to this instance")
            .build()
        : Health.up().withDetail("partitions", assigned.size()).build();
  }
}
