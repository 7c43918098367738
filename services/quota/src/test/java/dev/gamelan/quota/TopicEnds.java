package dev.gamelan.quota;

import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.QuotaState;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topic;
import dev.gamelan.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The other ends of quota's topics: gong-caller's and tool-router's. */
final class TopicEnds {
  private TopicEnds() {}

  static void publishSpent(String connection, String permitId, String caller) {
    var spent =
        QuotaSpent.newBuilder()
            .setPermitId(permitId)
            .setConnection(connection)
            .setHolder("h0")
            .setCallId("call-1")
            .setCaller(caller)
            .setTool("gong_list_calls")
            .setSentAt(Instant.now())
            .build();
    try (var producer =
        new KafkaProducer<String, SpecificRecord>(
            Map.of("bootstrap.servers", servers()),
            new StringSerializer(),
            new RecordSerializer())) {
      var unused =
          producer.send(new ProducerRecord<>(Topics.QUOTA_SPENT.name(), connection, spent));
      producer.flush();
    }
  }

  /**
   * Waits until the newest state is the wanted one: any look between two steps publishes its own.
   */
  static QuotaState awaitState(String connection, Predicate<QuotaState> wanted) {
    List<QuotaState> found = new ArrayList<>();
    follow(
        Topics.QUOTA_STATE,
        record -> {
          if (record instanceof QuotaState state && state.getConnection().equals(connection)) {
            found.add(state);
          }
          return !found.isEmpty() && wanted.test(found.getLast());
        });
    return found.getLast();
  }

  static AuditEvent awaitAudit(String eventId) {
    List<AuditEvent> found = new ArrayList<>();
    follow(
        Topics.AUDIT,
        record -> {
          if (record instanceof AuditEvent event && event.getEventId().equals(eventId)) {
            found.add(event);
          }
          return !found.isEmpty();
        });
    return found.getLast();
  }

  /** Reads from the beginning until all of a batch is read and its last record was enough. */
  private static void follow(Topic<?> topic, Predicate<SpecificRecord> enough) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                servers(),
                "group.id",
                "reader-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new RecordDeserializer())) {
      consumer.subscribe(List.of(topic.name()));
      await()
          .atMost(QuotaClient.PATIENCE)
          .until(
              () -> {
                boolean last = false;
                for (var read : consumer.poll(Duration.ofMillis(200))) {
                  last = enough.test(read.value());
                }
                return last;
              });
    }
  }

  private static String servers() {
    return Objects.requireNonNull(System.getProperty("spring.kafka.bootstrap-servers"));
  }
}
