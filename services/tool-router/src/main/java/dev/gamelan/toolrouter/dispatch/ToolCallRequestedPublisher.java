package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.ToolCallRequested;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Sends commands to gong-caller; returns once the broker has them. */
@Component
class ToolCallRequestedPublisher {
  private final StreamBridge bridge;

  ToolCallRequestedPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  void publish(ToolCallRequested command) {
    boolean sent =
        bridge.send(
            "requested",
            MessageBuilder.withPayload(command)
                .setHeader(KafkaHeaders.KEY, command.getConnection())
                .build());
    if (!sent) {
      throw new IllegalStateException("The command was not sent");
    }
  }
}
