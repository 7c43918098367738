package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.UndecodableRecordException;
import dev.gamelan.toolrouter.assignment.OwnConsumerListener;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Follows the log from its beginning, on every instance, for as long as it lives. It belongs to no
 * group and waits for none: what is on record is read at once, before the first request is taken.
 */
@Component("governanceLogFollowed")
final class GovernanceListener implements SmartLifecycle, HealthIndicator {
  private static final Logger log = LoggerFactory.getLogger(GovernanceListener.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.GOVERNANCE.name(), 0);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final GovernanceLog governance;
  private final RecordDeserializer deserializer;
  private final GovernanceLogProperties properties;
  private final OwnConsumerListener consumer;
  private final CountDownLatch caughtUp = new CountDownLatch(1);

  GovernanceListener(
      GovernanceLog governance,
      RecordDeserializer deserializer,
      GovernanceLogProperties properties,
      KafkaProperties kafka) {
    this.governance = governance;
    this.deserializer = deserializer;
    this.properties = properties;
    this.consumer =
        new OwnConsumerListener(
            "governance",
            kafka,
            Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5000,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                500),
            this::read);
  }

  @Override
  public void start() {
    consumer.start();
    try {
      if (!caughtUp.await(properties.startPatience().toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("The log of governance is not read yet; every call is refused until it is");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier goesOn) {
    consumer.assign(List.of(PARTITION));
    long next = governance.state().version() + 1;
    consumer.seek(PARTITION, next);
    long begun = System.nanoTime();
    long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
    while (goesOn.getAsBoolean()) {
      if (!governance.hasCaughtUp() && consumer.position(PARTITION) >= end) {
        log.info(
            "The log of governance was read to {} in {} ms",
            end,
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        governance.caughtUp();
        caughtUp.countDown();
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(PARTITION)) {
        fold(record);
      }
    }
  }

  /**
   * What an older program cannot read may forbid anything, so it forbids everything. A registry
   * that is away is no such thing: the record is read again.
   */
  private void fold(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (deserializer.deserialize(record.topic(), record.value())
          instanceof GovernanceEvent event) {
        governance.replay(record.offset(), event);
      }
    } catch (UndecodableRecordException ofALaterVersion) {
      if (properties.passOver().contains(record.offset())) {
        return;
      }
      log.error(
          "The log of governance has something at {} that this version cannot read, so every call"
              + " is refused: {}",
          record.offset(),
          ofALaterVersion.getMessage());
      governance.replayUnreadable(record.offset());
    }
  }

  @Override
  public void stop() {
    consumer.stop();
  }

  @Override
  public boolean isRunning() {
    return consumer.isRunning();
  }

  /** Before the doors open, and after they have closed. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public Health health() {
    GovernanceState state = governance.state();
    if (!governance.hasCaughtUp()) {
      return Health.down()
          .withDetail("missing", "The log of governance is not read to its end yet")
          .withDetail("version", state.version())
          .build();
    }
    return state.isBeyondUs(DocumentKey.INSTALLATION)
        ? Health.down()
            .withDetail("missing", "The log of governance was written by a later version")
            .build()
        : Health.up().withDetail("version", state.version()).build();
  }
}
