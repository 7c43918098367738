package dev.gamelan.topics;

import static dev.gamelan.topics.RawTopic.PATIENCE;
import static dev.gamelan.topics.RawTopic.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.EdgeSignalled;
import dev.gamelan.schemas.QuotaState;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.ToolCallCancelled;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.testing.WithBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

@WithBroker
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SpringBootTest(
    properties = {
      "spring.main.web-application-type=none",
      "spring.cloud.function.definition=quotaState;edgeSignalled",
      "spring.cloud.stream.bindings.edgeSignalled-in-0.destination=${gamelan.topics.edge-signalled}",
      "spring.cloud.stream.bindings.edgeSignalled-in-0.group=topic-binding-it",
      "spring.cloud.stream.bindings.quotaState-in-0.destination=${gamelan.topics.quota-state}",
      "spring.cloud.stream.bindings.quotaState-in-0.group=topic-binding-it",
      "spring.cloud.stream.bindings.written.destination=${gamelan.topics.quota-state}"
    })
class TopicBindingIT {
  private static final String TOPIC = Topics.QUOTA_STATE.name();
  private static final String LETTERS = Topics.QUOTA_STATE.deadLetters();
  private static final String SECRET = "what-was-said-in-the-call";

  @Autowired private StreamBridge bridge;
  @Autowired private Reader reader;

  @Configuration
  @EnableAutoConfiguration
  static class Reader {
    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();

    @Bean
    TopicsUsed topicsUsed() {
      return new TopicsUsed(
          List.of(Topics.QUOTA_STATE, Topics.EDGE_SIGNALLED), List.of(Topics.QUOTA_STATE));
    }

    @Bean
    Consumer<Message<QuotaState>> quotaState() {
      return message -> {
        String connection = message.getPayload().getConnection();
        if (connection.equals("unusable " + SECRET)) {
          throw new UnusableRecordException("names no connection");
        }
        if (connection.equals("not yet " + SECRET) && failures.incrementAndGet() < 4) {
          throw new ClassCastException("the database is away");
        }
        received.add(connection);
      };
    }

    @Bean
    Consumer<Message<EdgeSignalled>> edgeSignalled() {
      return message -> received.add(message.getPayload().getSubject());
    }
  }

  @Test
  @Order(1)
  void whatIsNoRecordOrUnusableGoesToTheDeadLettersAsItCameAndTheNextOneIsRead(CapturedOutput log) {
    byte[] poison = ("no Avro at all " + SECRET).getBytes(StandardCharsets.UTF_8);
    byte[] unknownSchema = {(byte) 0xC3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    byte[] otherRecord = cancelled();
    byte[] unusable = state("unusable " + SECRET);
    byte[] cutOff = Arrays.copyOf(state("cut off"), 15);
    RawTopic.write(TOPIC, "poison", poison);
    RawTopic.write(TOPIC, "cut", cutOff);
    RawTopic.write(TOPIC, "unknown", unknownSchema);
    RawTopic.write(TOPIC, "other", otherRecord);
    RawTopic.write(TOPIC, "unusable", unusable);
    RawTopic.write(TOPIC, "good", state("good"));

    awaitReceived("good");
    var letters = RawTopic.read(LETTERS, 5);
    assertThat(letters)
        .extracting(ConsumerRecord::key)
        .containsExactly("poison", "cut", "unknown", "other", "unusable");
    assertThat(letters)
        .extracting(ConsumerRecord::value)
        .containsExactly(poison, cutOff, unknownSchema, otherRecord, unusable);
    assertThat(letters)
        .extracting(letter -> header(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE))
        .satisfiesExactly(
            reason -> assertThat(reason).contains("neither of the two wire formats"),
            reason -> assertThat(reason).endsWith("its bytes end in EOFException"),
            reason -> assertThat(reason).contains("no released schema has the fingerprint"),
            reason -> assertThat(reason).contains("no released schema has the fingerprint"),
            reason -> assertThat(reason).isEqualTo("names no connection"));
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(header(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC)).isEqualTo(TOPIC);
              assertThat(header(letter, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP))
                  .isEqualTo("topic-binding-it");
              assertThat(letter.headers().toArray())
                  .noneMatch(header -> header.key().startsWith("springDeserializer"));
            });
    assertThat(log).contains("Put " + TOPIC + "-0@0 on its dead letters").doesNotContain(SECRET);
  }

  @Test
  @Order(2)
  void aFailureIsTriedAgainUntilItWorksAndKeepsTheOrderAndTheSecret(CapturedOutput log) {
    int letters = RawTopic.read(LETTERS, 5).size();
    send("not yet " + SECRET);
    send("after the failure");

    awaitReceived("after the failure");
    // Whatever is delivered again, because a commit failed, comes after the first delivery.
    assertThat(reader.received.stream().distinct())
        .endsWith("not yet " + SECRET, "after the failure");
    assertThat(reader.failures).hasValueGreaterThanOrEqualTo(4);
    assertThat(RawTopic.read(LETTERS, letters)).hasSize(letters);
    assertThat(log)
        .contains(
            "attempt 1, trying again until it works: java.lang.ClassCastException: the database is away")
        .contains("attempt 3")
        .doesNotContain(SECRET);
  }

  @Test
  @Order(4)
  void anEmptyRecordGoesToTheDeadLettersAsWhatItIs() {
    RawTopic.write(Topics.EDGE_SIGNALLED.name(), "empty", null);

    var letter = RawTopic.read(Topics.EDGE_SIGNALLED.deadLetters(), 1).getLast();
    assertThat(letter.key()).isEqualTo("empty");
    assertThat(letter.value()).isNull();
    assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).isEqualTo("It is empty");
  }

  @Test
  @Order(5)
  void onACompactedTopicAnEmptyRecordIsAnEndAndNoBadLetter() {
    int letters = RawTopic.read(LETTERS, 5).size();
    RawTopic.write(TOPIC, "gone", null);
    RawTopic.write(TOPIC, "good", state("after the end"));

    awaitReceived("after the end");
    assertThat(RawTopic.read(LETTERS, letters)).hasSize(letters);
  }

  @Test
  @Order(3)
  void whatCannotBeSentIsRefusedClearlyAndIsNotInTheLog(CapturedOutput log) {
    String tooLong = SECRET.repeat(10 * 1024 * 1024 / SECRET.length());

    assertThatThrownBy(() -> send(tooLong)).rootCause().hasMessageContaining("max.request.size");
    assertThat(log).contains("Exception thrown when sending a message").doesNotContain(SECRET);
  }

  private void awaitReceived(String connection) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(reader.received).contains(connection));
  }

  private void send(String connection) {
    assertThat(
            bridge.send(
                "written",
                MessageBuilder.withPayload(stateOf(connection))
                    .setHeader(KafkaHeaders.KEY, "key")
                    .build()))
        .isTrue();
  }

  private static byte[] cancelled() {
    return Objects.requireNonNull(
        new RecordSerializer()
            .serialize(
                Topics.TOOL_CALL_CANCELLED.name(),
                new ToolCallCancelled("call", "acme", "ann", Instant.EPOCH)));
  }

  private static byte[] state(String connection) {
    return Objects.requireNonNull(new RecordSerializer().serialize(TOPIC, stateOf(connection)));
  }

  private static QuotaState stateOf(String connection) {
    return QuotaState.newBuilder()
        .setConnection(connection)
        .setPerSecond(3)
        .setPerDay(10_000)
        .setSpent(0)
        .setLeft(10_000)
        .setAt(Instant.EPOCH)
        .build();
  }
}
