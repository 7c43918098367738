package dev.gamelan.topics;

import static dev.gamelan.topics.RawTopic.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.ToolCallCancelled;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

@WithBroker
@SpringBootTest(
    properties = {
      "spring.main.web-application-type=none",
      "spring.cloud.function.definition=cancelled",
      "spring.cloud.stream.bindings.cancelled-in-0.destination=${gamelan.topics.tool-call-cancelled}",
      "spring.cloud.stream.bindings.cancelled-in-0.group=by-hand-it",
      "spring.cloud.stream.kafka.bindings.cancelled-in-0.consumer.ack-mode=MANUAL"
    })
class AcknowledgedByHandIT {
  private static final String TOPIC = Topics.TOOL_CALL_CANCELLED.name();

  @Autowired private Reader reader;

  @Configuration
  @EnableAutoConfiguration
  static class Reader {
    private final Map<String, Acknowledgment> underWay = new ConcurrentHashMap<>();

    @Bean
    TopicsUsed topicsUsed() {
      return new TopicsUsed(List.of(Topics.TOOL_CALL_CANCELLED), List.of());
    }

    @Bean
    Consumer<Message<ToolCallCancelled>> cancelled() {
      return message ->
          underWay.put(
              message.getPayload().getCallId(),
              Objects.requireNonNull(
                  message.getHeaders().get(KafkaHeaders.ACKNOWLEDGMENT, Acknowledgment.class)));
    }
  }

  @Test
  void aDeadLetterDoesNotCommitPastEarlierRecordsThatAreStillUnderWay() {
    write("first");
    awaitUnderWay("first");
    RawTopic.write(TOPIC, "key", new byte[] {1, 2, 3});
    RawTopic.read(Topics.TOOL_CALL_CANCELLED.deadLetters(), 1);
    // Read in a later poll than the poison: what that one had to commit is committed by now.
    write("second");
    awaitUnderWay("second");

    assertThat(committed()).isEmpty();

    Objects.requireNonNull(reader.underWay.get("second")).acknowledge();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed()).containsExactly(3L));
  }

  private void awaitUnderWay(String callId) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(reader.underWay).containsKey(callId));
  }

  private static void write(String callId) {
    byte[] bytes =
        new RecordSerializer()
            .serialize(TOPIC, new ToolCallCancelled(callId, "acme", "ann", Instant.EPOCH));
    RawTopic.write(TOPIC, "key", Objects.requireNonNull(bytes));
  }

  private static List<Long> committed() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", RawTopic.servers()))) {
      return admin
          .listConsumerGroupOffsets("by-hand-it")
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .map(OffsetAndMetadata::offset)
          .toList();
    } catch (InterruptedException | ExecutionException problem) {
      throw new IllegalStateException(problem);
    }
  }
}
