package dev.gamelan.audit.trail;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.kafka.support.KafkaHeaders;

/** The topic as its writers and its operators see it. */
@TestComponent
final class AuditTopic implements AutoCloseable {
  private static final String BINDING = "auditEvents-in-0";
  private static final String GROUP = "audit";

  private final String servers;
  private final BindingsLifecycleController bindings;
  private final KafkaProducer<String, byte[]> producer;
  private final RecordSerializer serializer = new RecordSerializer();

  AuditTopic(
      @Value("${spring.kafka.bootstrap-servers}") String servers,
      BindingsLifecycleController bindings) {
    this.servers = servers;
    this.bindings = bindings;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  void publish(AuditEvent event) {
    publish(event.getConnection(), serializer.serialize(Topics.AUDIT.name(), event));
  }

  void publish(GovernanceEvent event) {
    byte[] bytes = serializer.serialize(Topics.GOVERNANCE.name(), event);
    patiently(
        () ->
            producer
                .send(new ProducerRecord<>(Topics.GOVERNANCE.name(), bytes))
                .get(30, TimeUnit.SECONDS));
  }

  void publish(String connection, byte @Nullable [] bytes) {
    patiently(
        () ->
            producer
                .send(new ProducerRecord<>(Topics.AUDIT.name(), connection, bytes))
                .get(30, TimeUnit.SECONDS));
  }

  void stopReading() {
    bindings.stop(BINDING);
  }

  void startReading() {
    bindings.start(BINDING);
  }

  /** As if no offset had been committed since the topic was made. */
  void forgetWhatWasRead() {
    var beginnings =
        IntStream.range(0, Topics.AUDIT.partitions())
            .mapToObj(partition -> new TopicPartition(Topics.AUDIT.name(), partition))
            .collect(Collectors.toMap(p -> p, p -> new OffsetAndMetadata(0)));
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      patiently(
          () -> admin.alterConsumerGroupOffsets(GROUP, beginnings).all().get(30, TimeUnit.SECONDS));
    }
  }

  /** The reasons by record; a record is named by its value. */
  Map<String, String> deadLetters(String connection, int awaited) {
    Map<String, String> reasons = new LinkedHashMap<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", servers),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      var partition = new TopicPartition(Topics.AUDIT.deadLetters(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (reasons.size() < awaited && System.nanoTime() < giveUp) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                letter -> {
                  if (connection.equals(letter.key())) {
                    var reason =
                        letter.headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE).value();
                    reasons.put(
                        letter.value() == null
                            ? "nothing"
                            : new String(letter.value(), StandardCharsets.ISO_8859_1),
                        new String(reason, StandardCharsets.UTF_8));
                  }
                });
      }
    }
    return reasons;
  }

  @Override
  public void close() {
    producer.close();
  }

  private interface Step {
    Object take() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private static void patiently(Step step) {
    try {
      step.take();
    } catch (InterruptedException | ExecutionException | TimeoutException problem) {
      throw new AssertionError(problem);
    }
  }
}
