package dev.gamelan.topics;

import static dev.gamelan.topics.RawTopic.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.testing.WithBroker;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

@WithBroker
@SpringBootTest(
    properties = {
      "spring.main.web-application-type=none",
      "spring.cloud.function.definition=completed",
      "spring.cloud.stream.bindings.completed-in-0.destination=${gamelan.topics.tool-call-completed}",
      "spring.cloud.stream.bindings.completed-in-0.group=large-record-it",
      "spring.cloud.stream.bindings.written.destination=${gamelan.topics.tool-call-completed}"
    })
class LargeRecordIT {
  @Autowired private StreamBridge bridge;
  @Autowired private Reader reader;

  @Configuration
  @EnableAutoConfiguration
  static class Reader {
    private final ConcurrentLinkedQueue<ToolCallCompleted> received = new ConcurrentLinkedQueue<>();

    @Bean
    TopicsUsed topicsUsed() {
      return new TopicsUsed(
          List.of(Topics.TOOL_CALL_COMPLETED), List.of(Topics.TOOL_CALL_COMPLETED));
    }

    @Bean
    Consumer<Message<ToolCallCompleted>> completed() {
      return message -> received.add(message.getPayload());
    }
  }

  @Test
  void eightMegabytesThatDoNotCompressGoThrough() {
    byte[] body = new byte[8 * 1024 * 1024];
    new Random(1).nextBytes(body);
    var completed =
        ToolCallCompleted.newBuilder()
            .setCallId("large")
            .setConnection("acme")
            .setCaller("ann")
            .setTool("gong_list_calls")
            .setOperation("GET /v2/calls")
            .setEnding(Ending.ANSWERED)
            .setBody(ByteBuffer.wrap(body))
            .setRequestedAt(Instant.EPOCH)
            .setCompletedAt(Instant.EPOCH)
            .build();

    assertThat(
            bridge.send(
                "written",
                MessageBuilder.withPayload(completed).setHeader(KafkaHeaders.KEY, "large").build()))
        .isTrue();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(reader.received).hasSize(1));
    assertThat(reader.received.element().getBody()).isEqualTo(ByteBuffer.wrap(body));
  }
}
