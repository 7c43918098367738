package dev.gamelan.quota.usage;

import dev.gamelan.quota.time.Times;
import dev.gamelan.schemas.QuotaSpent;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/** Reads every attempt of the last 24 hours and all that follow, in every instance. */
@Configuration(proxyBeanMethods = false)
class SpentListener {
  /** Nothing is counted twice if partitions are assigned again and some records come again. */
  private final Map<Integer, Long> read = new ConcurrentHashMap<>();

  @Bean
  Consumer<Message<QuotaSpent>> quotaSpent(Usages usages) {
    return message -> {
      var headers = message.getHeaders();
      Integer partition = headers.get(KafkaHeaders.RECEIVED_PARTITION, Integer.class);
      Long offset = headers.get(KafkaHeaders.OFFSET, Long.class);
      if (partition == null || offset == null || offset > read.getOrDefault(partition, -1L)) {
        usages.replay(message.getPayload());
        if (partition != null && offset != null) {
          read.put(partition, offset);
        }
      }
    };
  }

  @Bean
  KafkaBindingRebalanceListener fromADayAgo(Times times) {
    return new KafkaBindingRebalanceListener() {
      @Override
      public void onPartitionsAssigned(
          String binding,
          org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
          Collection<TopicPartition> partitions,
          boolean initial) {
        long from = times.cautiousNow().minus(Usage.DAY).toEpochMilli();
        var wanted = partitions.stream().collect(Collectors.toMap(it -> it, it -> from));
        consumer
            .offsetsForTimes(wanted)
            .forEach(
                (partition, offset) -> {
                  if (offset == null) {
                    consumer.seekToEnd(java.util.List.of(partition));
                  } else {
                    long next = read.getOrDefault(partition.partition(), -1L) + 1;
                    consumer.seek(partition, Math.max(offset.offset(), next));
                  }
                });
      }
    };
  }
}
