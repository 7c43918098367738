package dev.gamelan.gongcaller.stop;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.UndecodableRecordException;
import dev.gamelan.topics.FailureWithoutPayload;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Follows the log of governance from its beginning, on every instance and in no group, for the kill
 * switches in it: nothing is sent to Gong before it is read to its end.
 */
@Component("governanceLogFollowed")
@EnableConfigurationProperties(StopProperties.class)
final class GovernanceListener implements SmartLifecycle, HealthIndicator {
  private static final Logger log = LoggerFactory.getLogger(GovernanceListener.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.GOVERNANCE.name(), 0);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Stops stops;
  private final RecordDeserializer records;
  private final StopProperties properties;
  private final Map<String, Object> settings;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private long next;
  private volatile boolean running;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polled;
  private @Nullable Thread reader;

  GovernanceListener(
      Stops stops, RecordDeserializer records, StopProperties properties, KafkaProperties kafka) {
    this.stops = stops;
    this.records = records;
    this.properties = properties;
    settings = new HashMap<>(kafka.buildConsumerProperties());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "gong-caller.governance");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
  }

  @Override
  public void start() {
    running = true;
    reader = Thread.ofPlatform().name("governance").daemon().start(this::follow);
    try {
      if (!caughtUp.await(properties.startPatience().toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("The log of governance is not read yet; nothing is sent to Gong until it is");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    while (running) {
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
        polled = consumer;
        read(consumer);
      } catch (WakeupException stopping) {
        // running says whether it is meant
      } catch (RuntimeException brokerAway) {
        log.warn("The log of governance cannot be read", FailureWithoutPayload.of(brokerAway));
        pause();
      } finally {
        polled = null;
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(PARTITION));
    consumer.seek(PARTITION, next);
    long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
    while (running) {
      if (!stops.isKnown() && consumer.position(PARTITION) >= end) {
        stops.caughtUp();
        caughtUp.countDown();
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(PARTITION)) {
        fold(record);
        next = record.offset() + 1;
      }
    }
  }

  /** What an older program cannot read may stop anything, so it stops everything. */
  private void fold(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (records.deserialize(record.topic(), record.value()) instanceof GovernanceEvent event) {
        stops.fold(event);
      }
    } catch (UndecodableRecordException ofALaterVersion) {
      if (!properties.passOver().contains(record.offset())) {
        log.error(
            "The log of governance has something at {} that this version cannot read, so nothing is"
                + " sent to Gong: {}",
            record.offset(),
            ofALaterVersion.getMessage());
        stops.unreadable();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    KafkaConsumer<byte[], byte[]> consumer = polled;
    if (consumer != null) {
      consumer.wakeup();
    }
    Thread following = reader;
    if (following != null) {
      try {
        following.join(Duration.ofSeconds(5));
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before calls come, and after they have gone. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public Health health() {
    if (!stops.isKnown()) {
      return Health.down()
          .withDetail("missing", "The log of governance is not read to its end yet")
          .build();
    }
    return stops.isBeyondUs()
        ? Health.down()
            .withDetail("missing", "The log of governance was written by a later version")
            .build()
        : Health.up().build();
  }
}
