package dev.gamelan.gongcaller.lane;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.stereotype.Component;

/** Hears from Kafka which partitions are this instance's. */
@Component
final class PartitionListener implements KafkaBindingRebalanceListener {
  private static final String REQUESTED = "toolCallRequested-in-0";
  private static final String CANCELLED = "toolCallCancelled-in-0";

  /** No call waits for longer: older cancellations have no call any more. */
  private static final Duration CANCELLATIONS_BACK = Duration.ofMinutes(15);

  private final Lanes lanes;
  private final Clock clock;

  PartitionListener(Lanes lanes, Clock clock) {
    this.lanes = lanes;
    this.clock = clock;
  }

  @Override
  public void onPartitionsAssigned(
      String binding,
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      boolean initial) {
    switch (binding) {
      case REQUESTED -> {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        partitions.forEach(
            partition ->
                lanes.assigned(
                    partition.partition(), ends.getOrDefault(partition, Long.MAX_VALUE)));
        lanes.confirmed();
      }
      case CANCELLED -> readBack(consumer, partitions);
      default -> {}
    }
  }

  private void readBack(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    long from = clock.instant().minus(CANCELLATIONS_BACK).toEpochMilli();
    consumer
        .offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(partition -> partition, any -> from)))
        .forEach(
            (partition, found) -> {
              if (found != null) {
                consumer.seek(partition, found.offset());
              }
            });
  }

  @Override
  public void onPartitionsRevokedBeforeCommit(
      String binding, Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (binding.equals(REQUESTED)) {
      lanes.revoked(partitions.stream().map(TopicPartition::partition).toList());
    }
  }
}
