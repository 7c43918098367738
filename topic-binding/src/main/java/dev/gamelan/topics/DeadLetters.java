package dev.gamelan.topics;

import dev.gamelan.schemas.Topic;
import dev.gamelan.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaUtils;
import org.springframework.kafka.support.serializer.DeserializationException;

/**
 * Puts a record that its reader cannot use on the topic's dead letters: the bytes exactly as they
 * came, and why in the headers.
 */
final class DeadLetters implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
  private final KafkaTemplate<byte[], byte[]> raw;

  DeadLetters(Map<String, Object> producer, Map<String, Object> consumer) {
    producers = new DefaultKafkaProducerFactory<>(producerOf(producer));
    raw = new KafkaTemplate<>(producers);
    raw.setProducerListener(new QuietProducerListener<>());
    raw.setConsumerFactory(new DefaultKafkaConsumerFactory<>(consumerOf(consumer)));
  }

  private static Map<String, Object> producerOf(Map<String, Object> configured) {
    Map<String, Object> producer = new HashMap<>(configured);
    producer.putAll(TopicDefaults.CAREFUL_PRODUCER);
    producer.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(TopicCreation.LARGEST_DEAD_LETTER));
    producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return producer;
  }

  /** Belongs to no group and moves no offset: it only looks at one record. */
  private static Map<String, Object> consumerOf(Map<String, Object> configured) {
    Map<String, Object> consumer = new HashMap<>(configured);
    consumer.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumer.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return consumer;
  }

  /** Returns once the letter is safe; fails otherwise, so that the record is not given up. */
  void keep(ConsumerRecord<?, ?> record, Exception failure, @Nullable String group) {
    byte[] value = undecoded(failure);
    String reason = Reason.of(failure);
    boolean empty = value == null && record.value() == null;
    if (value == null && !empty) {
      value = readAgain(record);
      if (value == null) {
        reason += " (The record itself is gone from its topic by now.)";
      }
    }
    try {
      send(record, value, headers(record, failure, group, reason));
    } catch (RecordTooLargeException larger) {
      send(
          record,
          null,
          headers(record, failure, group, reason + " (Its bytes are too many to keep.)"));
    }
  }

  private void send(ConsumerRecord<?, ?> record, byte @Nullable [] value, Headers headers) {
    String destination = Topics.named(record.topic()).map(Topic::deadLetters).orElseThrow();
    byte[] key =
        record.key() == null ? null : record.key().toString().getBytes(StandardCharsets.UTF_8);
    try {
      raw.send(new ProducerRecord<>(destination, 0, key, value, headers)).join();
    } catch (CompletionException | KafkaException failed) {
      for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
        if (cause instanceof RecordTooLargeException larger) {
          throw larger;
        }
      }
      throw new IllegalStateException("Cannot write to " + destination, failed);
    }
  }

  private static byte @Nullable [] undecoded(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DeserializationException undecoded) {
        return undecoded.getData();
      }
    }
    return null;
  }

  /** A decoded record has lost its bytes, and encoding it anew may give others. */
  private byte @Nullable [] readAgain(ConsumerRecord<?, ?> record) {
    ConsumerRecord<byte[], byte[]> found;
    try {
      found = raw.receive(record.topic(), record.partition(), record.offset(), PATIENCE);
    } catch (OffsetOutOfRangeException deleted) {
      return null;
    }
    if (found == null) {
      throw new IllegalStateException(
          "Cannot read %s again to keep its bytes".formatted(KafkaUtils.format(record)));
    }
    return found.offset() == record.offset() ? found.value() : null;
  }

  private static Headers headers(
      ConsumerRecord<?, ?> record, Exception failure, @Nullable String group, String reason) {
    Headers headers = new RecordHeaders();
    record.headers().forEach(headers::add);
    headers.remove(KafkaUtils.VALUE_DESERIALIZER_EXCEPTION_HEADER);
    headers.remove(KafkaUtils.KEY_DESERIALIZER_EXCEPTION_HEADER);
    return headers
        .add(KafkaHeaders.DLT_EXCEPTION_MESSAGE, bytes(reason))
        .add(KafkaHeaders.DLT_EXCEPTION_FQCN, bytes(Reason.telling(failure).getClass().getName()))
        .add(KafkaHeaders.DLT_ORIGINAL_TOPIC, bytes(record.topic()))
        .add(
            KafkaHeaders.DLT_ORIGINAL_PARTITION,
            ByteBuffer.allocate(Integer.BYTES).putInt(record.partition()).array())
        .add(
            KafkaHeaders.DLT_ORIGINAL_OFFSET,
            ByteBuffer.allocate(Long.BYTES).putLong(record.offset()).array())
        .add(
            KafkaHeaders.DLT_ORIGINAL_TIMESTAMP,
            ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp()).array())
        .add(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, bytes(group == null ? "" : group));
  }

  @Override
  public void close() {
    producers.destroy();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
