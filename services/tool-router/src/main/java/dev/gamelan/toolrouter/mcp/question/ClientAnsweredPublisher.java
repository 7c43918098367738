package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.schemas.ClientAnswered;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Passes a client's answer on to the instance that asked; returns once the broker has it. */
@Component
class ClientAnsweredPublisher {
  private final StreamBridge bridge;

  ClientAnsweredPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  void publish(ClientAnswered answered) {
    boolean sent =
        bridge.send(
            "answered",
            MessageBuilder.withPayload(answered)
                .setHeader(KafkaHeaders.KEY, answered.getSession())
                .build());
    if (!sent) {
      throw new IllegalStateException("The answer was not sent");
    }
  }
}
