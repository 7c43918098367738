package dev.gamelan.quota.limits;

import dev.gamelan.schemas.QuotaLimits;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.UndecodableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Follows the topic of changed limits from its beginning, in every instance, and outside any
 * binding: it has to know when all of before is read, for until then nothing is granted.
 */
@Component
final class LimitsListener implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LimitsListener.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final LimitsBook book;
  private final RecordDeserializer records;
  private final DefaultKafkaConsumerFactory<String, byte[]> consumers;
  private volatile boolean running;
  private volatile Thread follower = Thread.ofVirtual().unstarted(() -> {});

  LimitsListener(LimitsBook book, RecordDeserializer records, KafkaProperties kafka) {
    this.book = book;
    this.records = records;
    Map<String, Object> settings = kafka.buildConsumerProperties();
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "quota.limits");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumers =
        new DefaultKafkaConsumerFactory<>(
            settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void start() {
    running = true;
    follower = Thread.ofVirtual().name("limits").start(this::follow);
  }

  private void follow() {
    while (running) {
      try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
        followWith(consumer);
      } catch (KafkaException | RecordDeserializerAway problem) {
        if (running) {
          log.warn("Changed limits cannot be read now: {}", problem.getClass().getSimpleName());
          pause();
        }
      }
    }
  }

  /**
   * The registry does not answer: the record is read again later, for it must not be passed over.
   */
  private static final class RecordDeserializerAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordDeserializerAway(RuntimeException cause) {
      super(cause);
    }
  }

  private void followWith(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.QUOTA_LIMITS.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException("There is no topic " + Topics.QUOTA_LIMITS.name());
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (running) {
      consumer.poll(POLL).forEach(this::replay);
      if (!book.isRead()
          && ends.entrySet().stream()
              .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
        book.read();
      }
    }
  }

  private void replay(ConsumerRecord<String, byte[]> read) {
    if (read.value() == null) {
      return;
    }
    try {
      if (records.deserialize(read.topic(), read.value()) instanceof QuotaLimits limits) {
        LimitsBook.check(limits);
        book.replay(limits);
        log.info(
            "Limits of {} are {} a second and {} a day (version {})",
            limits.getConnection(),
            limits.getPerSecond(),
            limits.getPerDay(),
            limits.getVersion());
      }
    } catch (UndecodableRecordException | IllegalArgumentException never) {
      log.warn("Passed over {} at {}: no limits", read.topic(), read.offset());
    } catch (RuntimeException away) {
      throw new RecordDeserializerAway(away);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    try {
      follower.join(Duration.ofSeconds(2));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
