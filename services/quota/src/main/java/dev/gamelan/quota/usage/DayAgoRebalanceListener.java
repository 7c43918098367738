package dev.gamelan.quota.usage;

import dev.gamelan.quota.time.Times;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.stereotype.Component;

/** Lets every instance begin to read a day ago, or where it was if it has read already. */
@Component
final class DayAgoRebalanceListener implements KafkaBindingRebalanceListener {
  private static final String SPENT = "quotaSpent-in-0";

  private final SpentListener spent;
  private final Times times;

  DayAgoRebalanceListener(SpentListener spent, Times times) {
    this.spent = spent;
    this.times = times;
  }

  @Override
  public void onPartitionsAssigned(
      String binding,
      Consumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      boolean initial) {
    if (!binding.equals(SPENT)) {
      return;
    }
    long from = times.cautiousNow().minus(Usage.DAY).toEpochMilli();
    var wanted = partitions.stream().collect(Collectors.toMap(it -> it, it -> from));
    consumer
        .offsetsForTimes(wanted)
        .forEach(
            (partition, offset) -> {
              if (offset == null) {
                consumer.seekToEnd(List.of(partition));
              } else {
                consumer.seek(
                    partition, Math.max(offset.offset(), spent.next(partition.partition())));
              }
            });
  }
}
