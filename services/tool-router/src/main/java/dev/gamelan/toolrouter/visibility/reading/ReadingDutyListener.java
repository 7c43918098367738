package dev.gamelan.toolrouter.visibility.reading;

import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.UndecodableRecordException;
import dev.gamelan.schemas.VisibilityMirrored;
import dev.gamelan.toolrouter.assignment.OwnConsumerListener;
import dev.gamelan.toolrouter.visibility.VisibilityProperties;
import dev.gamelan.toolrouter.visibility.mirror.Mirrors;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
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

  private final MirrorKeeper keeper;
  private final Mirrors mirrors;
  private final RecordDeserializer deserializer;
  private final VisibilityProperties properties;
  private final OwnConsumerListener consumer;

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
    this.consumer =
        new OwnConsumerListener(
            "visibility",
            kafka,
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                GROUP,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest"),
            this::serve);
  }

  @Override
  public void start() {
    consumer.start();
  }

  private void serve(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier goesOn) {
    consumer.subscribe(
        List.of(Topics.VISIBILITY_MIRRORED.name()), new FromTheBeginningListener(consumer));
    while (goesOn.getAsBoolean()) {
      consumer.poll(properties.lookEvery()).forEach(this::fold);
      if (hasAll(consumer)) {
        keeper.look();
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

  @Override
  public void stop() {
    consumer.stop();
  }

  @Override
  public boolean isRunning() {
    return consumer.isRunning();
  }
}
