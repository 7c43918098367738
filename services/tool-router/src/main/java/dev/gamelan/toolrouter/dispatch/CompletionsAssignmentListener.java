package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.toolrouter.assignment.BindingListener;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  public Instant from() {
    return clock.instant().minus(properties.findFor());
  }

  @Override
  public void assigned(Collection<TopicPartition> now, Map<TopicPartition, Long> unread) {
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
