package dev.gamelan.toolrouter.visibility.reading;

import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.UndecodableRecordException;
import dev.gamelan.schemas.VisibilityMirrored;
import dev.gamelan.toolrouter.visibility.VisibilityProperties;
import dev.gamelan.toolrouter.visibility.mirror.Mirrors;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has the duty of reading Gong's permissions for as long as Kafka assigns it the topic's one
 * partition in the group that all instances share; so one instance has it, and another takes over.
 */
@Component
final class ReadingDutyListener implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ReadingDutyListener.class);
  private static final String GROUP = "tool-router.visibility";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final MirrorKeeper keeper;
  private final Mirrors mirrors;
  private final RecordDeserializer deserializer;
  private final VisibilityProperties properties;
  private final Map<String, Object> settings;
  private volatile boolean running;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polled;
  private @Nullable Thread thread;

  ReadingDutyListener(
      MirrorKeeper keeper,
      Mirrors mirrors,
      RecordDeserializer deserializer,
      VisibilityProperties properties,
      KafkaProperties kafka) {
    this.keeper = keeper;
    this.mirrors = mirrors;
    this.deserializer = deserializer;
    this.properties = properties;
    settings = new HashMap<>(kafka.buildConsumerProperties());
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("visibility").daemon().start(this::serve);
  }

  private void serve() {
    while (running) {
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
        polled = consumer;
        consumer.subscribe(
            List.of(Topics.VISIBILITY_MIRRORED.name()), new FromTheBeginningListener(consumer));
        while (running) {
          consumer.poll(properties.lookEvery()).forEach(this::fold);
          if (hasAll(consumer)) {
            keeper.look();
          }
        }
      } catch (WakeupException stopping) {
        // running says whether it is meant
      } catch (RuntimeException brokerAway) {
        log.warn("It is not known who is to read Gong's permissions", brokerAway);
        pause();
      } finally {
        polled = null;
      }
    }
  }

  /** What is on record already need not be read from Gong again. */
  private static boolean hasAll(KafkaConsumer<byte[], byte[]> consumer) {
    Set<TopicPartition> assigned = consumer.assignment();
    return !assigned.isEmpty()
        && consumer.endOffsets(assigned).entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void fold(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (deserializer.deserialize(record.topic(), record.value())
          instanceof VisibilityMirrored mirrored) {
        mirrors.replay(mirrored);
      }
    } catch (UndecodableRecordException ofALaterVersion) {
      log.warn("Something that was read of Gong's permissions cannot be decoded");
    }
  }

  private record FromTheBeginningListener(KafkaConsumer<byte[], byte[]> consumer)
      implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // the assignment says so as well
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.seekToBeginning(partitions);
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
    Thread serving = thread;
    if (serving != null) {
      try {
        serving.join(Duration.ofSeconds(5));
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
