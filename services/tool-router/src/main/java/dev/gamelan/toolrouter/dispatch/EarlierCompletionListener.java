package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/** Hears once more of an ending that memory no longer has: reads the one record where it stands. */
@Component
final class EarlierCompletionListener {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> consumer;

  EarlierCompletionListener(KafkaProperties kafka) {
    consumer = new HashMap<>(kafka.buildConsumerProperties());
    consumer.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumer.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
  }

  /** Null where the topic does not have it any more, or does not answer in time. */
  byte @Nullable [] read(LaterEndings.Place place) {
    TopicPartition partition =
        new TopicPartition(Topics.TOOL_CALL_COMPLETED.name(), place.partition());
    long begun = System.nanoTime();
    try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(consumer)) {
      reader.assign(List.of(partition));
      reader.seek(partition, place.offset());
      while (System.nanoTime() - begun < PATIENCE.toNanos()) {
        for (ConsumerRecord<byte[], byte[]> found : reader.poll(POLL).records(partition)) {
          return found.offset() == place.offset() ? found.value() : null;
        }
      }
      return null;
    }
  }
}
