package dev.gamelan.system.canary;

import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Every record of every topic, field by field and byte by byte. */
record TopicsRead(String servers, Canaries canaries) {
  private static final RecordDeserializer RECORDS = new RecordDeserializer();

  List<Canaries.Sighting> search() throws Exception {
    List<Canaries.Sighting> sightings = new ArrayList<>();
    Map<String, Object> settings = Map.of("bootstrap.servers", servers);
    List<TopicPartition> partitions = new ArrayList<>();
    try (Admin admin = Admin.create(settings)) {
      for (var topic :
          admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(one -> partitions.add(new TopicPartition(topic.name(), one.partition())));
      }
    }
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          sightings.addAll(of(record));
        }
      }
    }
    return sightings;
  }

  private List<Canaries.Sighting> of(ConsumerRecord<byte[], byte[]> record) {
    String topic = "topic " + record.topic() + " ";
    Map<String, StringBuilder> parts = new LinkedHashMap<>();
    BiConsumer<String, String> part =
        (path, text) ->
            parts.computeIfAbsent(path, any -> new StringBuilder()).append(text).append('\n');
    if (record.key() != null) {
      part.accept("#key", latin(record.key()));
    }
    record
        .headers()
        .forEach(
            header -> {
              part.accept("#header", header.key());
              if (header.value() != null) {
                part.accept("#header", latin(header.value()));
              }
            });
    String bytes = record.value() == null ? "" : latin(record.value());
    try {
      if (record.value() != null
          && RECORDS.deserialize(record.topic(), record.value()) instanceof SpecificRecord value) {
        fields("", value, part);
      }
    } catch (UndecodableRecordException | IllegalArgumentException foreign) {
      part.accept("#undecodable", bytes);
    }
    List<Canaries.Sighting> sightings = new ArrayList<>();
    var decoded = new StringBuilder();
    parts.forEach(
        (path, text) -> {
          decoded.append(text);
          sightings.addAll(canaries.seenIn(topic + path, text.toString()));
        });
    Set<Canary> named = canaries.in(decoded.toString().getBytes(StandardCharsets.ISO_8859_1));
    for (Canary canary : canaries.in(bytes.getBytes(StandardCharsets.ISO_8859_1))) {
      if (!named.contains(canary)) {
        sightings.add(new Canaries.Sighting(canary.name(), topic + "#bytes", ""));
      }
    }
    return sightings;
  }

  private static void fields(String path, SpecificRecord record, BiConsumer<String, String> part) {
    for (Schema.Field field : record.getSchema().getFields()) {
      value(
          path.isEmpty() ? field.name() : path + "." + field.name(), record.get(field.pos()), part);
    }
  }

  private static void value(String path, Object value, BiConsumer<String, String> part) {
    switch (value) {
      case null -> {}
      case SpecificRecord record -> fields(path, record, part);
      case Collection<?> list -> list.forEach(one -> value(path, one, part));
      case Map<?, ?> map ->
          map.forEach(
              (key, one) -> {
                value(path, key, part);
                value(path, one, part);
              });
      case ByteBuffer bytes ->
          part.accept(path, StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString());
      default -> part.accept(path, value.toString());
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
