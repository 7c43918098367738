package dev.gamelan.benchmarks.recovery;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a lane told of itself. */
final class LaneWords {
  private LaneWords() {}

  static List<Instant> moments(String servers) {
    return read(servers).stream().map(LaneState::getAt).toList();
  }

  /** The service that has it, by the name of its holder. */
  static String owner(String servers) {
    return read(servers).getLast().getHolder().startsWith("gong-caller-2")
        ? "gong-caller-2"
        : "gong-caller";
  }

  private static List<LaneState> read(String servers) {
    var partition = new TopicPartition(Topics.LANE_STATE.name(), 0);
    List<LaneState> words = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<String, SpecificRecord>(
            Map.of("bootstrap.servers", servers),
            new StringDeserializer(),
            new RecordDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(
                record -> {
                  if (record.value() instanceof LaneState state) {
                    words.add(state);
                  }
                });
      }
    }
    return words;
  }
}
