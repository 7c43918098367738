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

/** When a lane told of itself. */
final class LaneWords {
  private LaneWords() {}

  static List<Instant> read(String servers) {
    var partition = new TopicPartition(Topics.LANE_STATE.name(), 0);
    List<Instant> words = new ArrayList<>();
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
                    words.add(state.getAt());
                  }
                });
      }
    }
    return words;
  }
}
