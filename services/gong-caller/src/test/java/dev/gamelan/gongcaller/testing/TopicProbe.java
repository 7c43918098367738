package dev.gamelan.gongcaller.testing;

import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.ConnectionState;
import dev.gamelan.schemas.FileChunk;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.ToolCallCancelled;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topic;
import dev.gamelan.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes what tool-router writes, and reads everything that gong-caller writes. */
public final class TopicProbe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<Topic<?>> WRITTEN =
      List.of(
          Topics.TOOL_CALL_COMPLETED,
          Topics.AUDIT,
          Topics.QUOTA_SPENT,
          Topics.LANE_STATE,
          Topics.CONNECTION_STATE);

  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, SpecificRecord> consumer;
  private final List<ConsumerRecord<String, SpecificRecord>> read = new CopyOnWriteArrayList<>();
  private final Thread reader;
  private final String servers;
  private final RecordSerializer serializer = new RecordSerializer();

  public TopicProbe(String servers) {
    this.servers = servers;
    producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", servers),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                servers,
                "auto.offset.reset",
                "earliest",
                "max.partition.fetch.bytes",
                20_000_000,
                "enable.auto.commit",
                false),
            new StringDeserializer(),
            new RecordDeserializer());
    createTopics();
    consumer.assign(
        WRITTEN.stream()
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList());
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
    reader = Thread.ofPlatform().daemon().start(this::readOn);
  }

  /** As the services declare them; those that are there already stay as they are. */
  private void createTopics() {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers))) {
      Set<String> there = admin.listTopics().names().get();
      admin
          .createTopics(
              Topics.ALL.stream()
                  .filter(topic -> !there.contains(topic.name()))
                  .map(
                      topic ->
                          new NewTopic(topic.name(), topic.partitions(), (short) 1)
                              .configs(Map.of("max.message.bytes", "9437184")))
                  .toList())
          .all()
          .get();
    } catch (ExecutionException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  private void readOn() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        consumer.poll(Duration.ofMillis(100)).forEach(read::add);
      }
    } catch (WakeupException end) {
      // closing
    } finally {
      consumer.close();
    }
  }

  public RecordMetadata request(ToolCallRequested call) {
    return request(call, null);
  }

  public RecordMetadata request(ToolCallRequested call, @Nullable String traceparent) {
    return write(Topics.TOOL_CALL_REQUESTED, call.getConnection(), call, traceparent);
  }

  public RecordMetadata cancel(String connection, String callId, String caller) {
    return write(
        Topics.TOOL_CALL_CANCELLED,
        connection,
        ToolCallCancelled.newBuilder()
            .setCallId(callId)
            .setConnection(connection)
            .setCaller(caller)
            .setCancelledAt(Instant.now())
            .build(),
        null);
  }

  public RecordMetadata store(FileChunk chunk) {
    return write(Topics.UPLOAD_CHUNK, chunk.getCallId(), chunk, null);
  }

  /** Makes a partition begin there, as time does. */
  public void forgetBefore(Topic<?> topic, int partition, long offset) {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers))) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(topic.name(), partition),
                  RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  public RecordMetadata raw(Topic<?> topic, String key, byte[] value) {
    return sent(new ProducerRecord<>(topic.name(), key, value));
  }

  private RecordMetadata write(
      Topic<?> topic, String key, SpecificRecord value, @Nullable String traceparent) {
    var outgoing =
        new ProducerRecord<String, byte[]>(
            topic.name(), key, Objects.requireNonNull(serializer.serialize(topic.name(), value)));
    if (traceparent != null) {
      outgoing.headers().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
    }
    return sent(outgoing);
  }

  private RecordMetadata sent(ProducerRecord<String, byte[]> outgoing) {
    try {
      return producer.send(outgoing).get();
    } catch (ExecutionException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  public ToolCallCompleted completionOf(String callId) {
    await()
        .alias("the completion of " + callId)
        .atMost(PATIENCE)
        .until(() -> !completionsOf(callId).isEmpty());
    return completionsOf(callId).getFirst();
  }

  public List<ToolCallCompleted> completionsOf(String callId) {
    return all(ToolCallCompleted.class)
        .filter(completed -> completed.getCallId().equals(callId))
        .toList();
  }

  public Set<String> completed() {
    return all(ToolCallCompleted.class)
        .map(ToolCallCompleted::getCallId)
        .collect(Collectors.toSet());
  }

  public static String text(ToolCallCompleted completed) {
    return StandardCharsets.UTF_8.decode(completed.getBody()).toString();
  }

  public List<AuditEvent> auditOf(String callId) {
    return all(AuditEvent.class).filter(event -> event.getCallId().equals(callId)).toList();
  }

  public AuditEvent auditEntryOf(String callId) {
    await()
        .alias("the audit entry of " + callId)
        .atMost(PATIENCE)
        .until(() -> !auditOf(callId).isEmpty());
    return auditOf(callId).getFirst();
  }

  /** One for each attempt that the call's completion tells of; they may come after it. */
  public List<QuotaSpent> accountsOf(String callId) {
    int attempts = completionOf(callId).getAttempts();
    await()
        .alias("the accounts of " + callId)
        .atMost(PATIENCE)
        .until(() -> spentOn(callId).size() >= attempts);
    return spentOn(callId);
  }

  public List<QuotaSpent> spentOn(String callId) {
    return all(QuotaSpent.class).filter(spent -> spent.getCallId().equals(callId)).toList();
  }

  public List<QuotaSpent> spentOf(String connection) {
    return all(QuotaSpent.class).filter(spent -> spent.getConnection().equals(connection)).toList();
  }

  public List<byte[]> deadLetters(Topic<?> topic) {
    try (var letters =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", servers),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      var only = new TopicPartition(topic.deadLetters(), 0);
      letters.assign(List.of(only));
      letters.seekToBeginning(List.of(only));
      long end = letters.endOffsets(List.of(only)).getOrDefault(only, 0L);
      List<byte[]> found = new ArrayList<>();
      while (letters.position(only) < end) {
        letters.poll(Duration.ofMillis(100)).forEach(letter -> found.add(letter.value()));
      }
      return found;
    }
  }

  /** The offset that a successor would begin at. */
  public long committed(String group, int partition) {
    var requested = new TopicPartition(Topics.TOOL_CALL_REQUESTED.name(), partition);
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers))) {
      var offset =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(requested);
      return offset == null ? 0 : offset.offset();
    } catch (ExecutionException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  public List<LaneState> laneStatesOf(String connection) {
    return all(LaneState.class).filter(state -> state.getConnection().equals(connection)).toList();
  }

  public List<ConnectionState> statesOf(String connection) {
    return all(ConnectionState.class)
        .filter(state -> state.getConnection().equals(connection))
        .toList();
  }

  /** Waits until the last word on the connection is one that is wanted. */
  public ConnectionState awaitState(String connection, Predicate<ConnectionState> wanted) {
    await()
        .alias("the state of " + connection)
        .atMost(PATIENCE)
        .until(
            () -> {
              List<ConnectionState> states = statesOf(connection);
              return !states.isEmpty() && wanted.test(states.getLast());
            });
    return statesOf(connection).getLast();
  }

  /** How often the topic was told to forget the key. */
  public long tombstonesOf(String connection) {
    return read.stream()
        .filter(record -> connection.equals(record.key()) && record.value() == null)
        .count();
  }

  /** What the trail says of a connection itself. */
  public List<AuditEvent> changesOf(String connection) {
    return all(AuditEvent.class)
        .filter(event -> event.getConnection().equals(connection) && !event.getSubject().isEmpty())
        .toList();
  }

  /** All that was written since this began, as text. */
  public String everything() {
    return read.stream().map(record -> String.valueOf(record.value())).toList().toString();
  }

  private <T> Stream<T> all(Class<T> type) {
    return read.stream().map(ConsumerRecord::value).filter(type::isInstance).map(type::cast);
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      reader.join(Duration.ofSeconds(10));
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
