package dev.gamelan.toolrouter.assignment;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.stereotype.Component;

/** The only one of its kind: the binder asks none where there are several. */
@Component
final class AssignmentsListener implements KafkaBindingRebalanceListener {
  private final List<BindingListener> listeners;

  AssignmentsListener(List<BindingListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void onPartitionsAssigned(
      String binding, Consumer<?, ?> consumer, Collection<TopicPartition> now, boolean initial) {
    for (BindingListener listener : listeners) {
      if (listener.binding().equals(binding)) {
        listener.assigned(now, seek(consumer, now, listener.from()));
      }
    }
  }

  private static Map<TopicPartition, Long> seek(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Instant from) {
    // The ends are asked for first: what arrives in between must not be skipped.
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> moments =
        partitions.stream()
            .collect(Collectors.toMap(Function.identity(), partition -> from.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(moments);
    Map<TopicPartition, Long> unread = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          OffsetAndTimestamp start = starts.get(partition);
          consumer.seek(partition, start == null ? end : start.offset());
          if (start != null && start.offset() < end) {
            unread.put(partition, end);
          }
        });
    return unread;
  }

  @Override
  public void onPartitionsRevokedAfterCommit(
      String binding, Consumer<?, ?> consumer, Collection<TopicPartition> gone) {
    for (BindingListener listener : listeners) {
      if (listener.binding().equals(binding)) {
        listener.revoked(gone);
      }
    }
  }
}
