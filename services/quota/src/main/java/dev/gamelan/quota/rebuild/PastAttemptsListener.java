package dev.gamelan.quota.rebuild;

import dev.gamelan.quota.permit.Attempt;
import dev.gamelan.quota.permit.CallClass;
import dev.gamelan.quota.permit.Use;
import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.stereotype.Component;

/** Reads what the topic of attempts holds, from a moment up to now, outside any binding. */
@Component
final class PastAttemptsListener {
  private static final Logger log = LoggerFactory.getLogger(PastAttemptsListener.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final DefaultKafkaConsumerFactory<String, byte[]> consumers;
  private final RecordDeserializer records;
  private final Duration patience;

  PastAttemptsListener(
      KafkaProperties kafka, RecordDeserializer records, RebuildProperties properties) {
    this.records = records;
    patience = properties.patience();
    Map<String, Object> settings = kafka.buildConsumerProperties();
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "quota.rebuild");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumers =
        new DefaultKafkaConsumerFactory<>(
            settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Kafka does not let the topic be read: a dependency that is dead for now. */
  static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(RuntimeException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * All attempts sent since then, by connection, each once.
   *
   * @throws UnreadableException where the topic cannot be read to its end in time
   */
  Map<String, List<Attempt>> since(Instant from) {
    try {
      return read(from);
    } catch (KafkaException problem) {
      throw new UnreadableException(problem);
    }
  }

  private Map<String, List<Attempt>> read(Instant from) {
    var attempts = new HashMap<String, Map<String, Attempt>>();
    try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
      List<TopicPartition> partitions = partitions(consumer);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      seek(consumer, partitions, from);
      long begun = System.nanoTime();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() - begun > patience.toNanos()) {
          throw new KafkaException("The topic was not read to its end within " + patience);
        }
        for (var read : consumer.poll(POLL)) {
          if (!(decoded(read) instanceof QuotaSpent spent)) {
            log.warn(
                "Left out of the count: {}-{} at {} is no attempt",
                read.topic(),
                read.partition(),
                read.offset());
          } else if (!spent.getSentAt().isBefore(from)) {
            attempts
                .computeIfAbsent(spent.getConnection(), name -> new HashMap<>())
                .put(
                    spent.getPermitId(),
                    new Attempt(
                        spent.getPermitId(),
                        spent.getHolder(),
                        spent.getSentAt(),
                        Use.of(
                            callClass(spent.getCallClass()), spent.getCaller(), spent.getTool())));
          }
        }
      }
    }
    return attempts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, found -> new ArrayList<>(found.getValue().values())));
  }

  /** What does not tell its class counts as background, which is the narrower share. */
  private static CallClass callClass(dev.gamelan.schemas.CallClass told) {
    return switch (told) {
      case CONTROL -> CallClass.CONTROL;
      case INTERACTIVE -> CallClass.INTERACTIVE;
      case BACKGROUND, UNKNOWN -> CallClass.BACKGROUND;
    };
  }

  /**
   * Null for bytes that nobody can ever read; where they cannot be read now, the count must wait.
   */
  private @Nullable SpecificRecord decoded(ConsumerRecord<String, byte[]> read) {
    try {
      return records.deserialize(read.topic(), read.value());
    } catch (UndecodableRecordException never) {
      return null;
    }
  }

  private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
    var found = consumer.partitionsFor(Topics.QUOTA_SPENT.name());
    if (found == null || found.isEmpty()) {
      throw new KafkaException("There is no topic " + Topics.QUOTA_SPENT.name());
    }
    return found.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
  }

  private static void seek(
      Consumer<String, byte[]> consumer, List<TopicPartition> partitions, Instant from) {
    var times =
        partitions.stream()
            .collect(Collectors.toMap(partition -> partition, it -> from.toEpochMilli()));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, offset) -> {
              if (offset == null) {
                consumer.seekToEnd(List.of(partition));
              } else {
                consumer.seek(partition, offset.offset());
              }
            });
  }
}
