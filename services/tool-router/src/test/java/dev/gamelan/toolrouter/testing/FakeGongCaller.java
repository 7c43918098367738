package dev.gamelan.toolrouter.testing;

import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.ToolCallCancelled;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topic;
import dev.gamelan.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Stands at the other end of the topics: answers commands as told, and remembers what it saw. */
public final class FakeGongCaller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KafkaConsumer<String, SpecificRecord> consumer;
  private final KafkaProducer<String, SpecificRecord> producer;
  private final Queue<ToolCallRequested> requested = new ConcurrentLinkedQueue<>();
  private final Queue<ToolCallCancelled> cancelled = new ConcurrentLinkedQueue<>();
  private final Queue<AuditEvent> trail = new ConcurrentLinkedQueue<>();
  private final Map<String, String> traceParents = new ConcurrentHashMap<>();
  private final Thread reader;
  private volatile Function<ToolCallRequested, Optional<ToolCallCompleted>> answering =
      command -> Optional.empty();
  private volatile boolean closed;

  /** Reads from now on. */
  public FakeGongCaller() {
    String servers = System.getProperty("spring.kafka.bootstrap-servers");
    consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", servers),
            new StringDeserializer(),
            new RecordDeserializer());
    producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", servers, "max.request.size", 9_437_184),
            new StringSerializer(),
            new RecordSerializer());
    List<TopicPartition> partitions =
        List.of(Topics.TOOL_CALL_REQUESTED, Topics.TOOL_CALL_CANCELLED, Topics.AUDIT).stream()
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    reader = Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try {
      while (!closed) {
        consumer.poll(Duration.ofMillis(200)).forEach(this::received);
      }
    } catch (WakeupException stopped) {
      // closed while polling
    } finally {
      consumer.close();
    }
  }

  private void received(ConsumerRecord<String, SpecificRecord> received) {
    switch (received.value()) {
      case ToolCallRequested command -> {
        Header trace = received.headers().lastHeader("traceparent");
        if (trace != null) {
          traceParents.put(command.getCallId(), new String(trace.value(), StandardCharsets.UTF_8));
        }
        requested.add(command);
        answering.apply(command).ifPresent(this::complete);
      }
      case ToolCallCancelled cancellation -> cancelled.add(cancellation);
      case AuditEvent event -> trail.add(event);
      default -> throw new IllegalStateException("Unexpected " + received.value());
    }
  }

  /** How each command is answered from now on. */
  public void answer(Function<ToolCallRequested, Optional<ToolCallCompleted>> answering) {
    this.answering = answering;
  }

  public void answerAllWith(String json) {
    answer(command -> Optional.of(answered(command, json)));
  }

  public void answerNothing() {
    answer(command -> Optional.empty());
  }

  public static ToolCallCompleted answered(ToolCallRequested command, String json) {
    return ended(command, Ending.ANSWERED)
        .setHttpStatus(200)
        .setContentType("application/json")
        .setBody(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)))
        .setGongRequestId("gong-request-1")
        .setAttempts(1)
        .build();
  }

  public static ToolCallCompleted.Builder ended(ToolCallRequested command, Ending ending) {
    return ToolCallCompleted.newBuilder()
        .setCallId(command.getCallId())
        .setConnection(command.getConnection())
        .setCaller(command.getCaller())
        .setTool(command.getTool())
        .setOperation(command.getOperation())
        .setEnding(ending)
        .setRequestedAt(command.getRequestedAt())
        .setCompletedAt(Instant.now());
  }

  public void complete(ToolCallCompleted completed) {
    publish(Topics.TOOL_CALL_COMPLETED, completed.getCallId(), completed);
  }

  /** Returns once the broker has it. */
  public <V extends SpecificRecord> void publish(Topic<V> topic, String key, V value) {
    try {
      producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
    } catch (ExecutionException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  public ToolCallRequested awaitCommand(String tool) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> requested.stream().filter(one -> one.getTool().equals(tool)).findAny(),
            Optional::isPresent)
        .orElseThrow();
  }

  public ToolCallCancelled awaitCancellation(String callId) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> cancelled.stream().filter(one -> one.getCallId().equals(callId)).findAny(),
            Optional::isPresent)
        .orElseThrow();
  }

  public AuditEvent awaitTrail(String outcome, String tool) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                trail.stream()
                    .filter(one -> one.getOutcome().equals(outcome) && one.getTool().equals(tool))
                    .findAny(),
            Optional::isPresent)
        .orElseThrow();
  }

  public List<AuditEvent> trailOf(String callId) {
    return trail.stream().filter(one -> one.getCallId().equals(callId)).toList();
  }

  public List<String> cancelledCalls() {
    return cancelled.stream().map(ToolCallCancelled::getCallId).collect(Collectors.toList());
  }

  public Optional<String> traceParent(String callId) {
    return Optional.ofNullable(traceParents.get(callId));
  }

  public void forget() {
    requested.clear();
    cancelled.clear();
    trail.clear();
  }

  public List<ToolCallRequested> commands() {
    return List.copyOf(requested);
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      reader.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
