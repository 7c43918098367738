package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.ToolCallCancelled;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Tells gong-caller that nobody waits any more; returns once the broker has it. */
@Component
class ToolCallCancelledPublisher {
  private final StreamBridge bridge;

  ToolCallCancelledPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  void publish(ToolCallCancelled cancelled) {
    boolean sent =
        bridge.send(
            "cancelled",
            MessageBuilder.withPayload(cancelled)
                .setHeader(KafkaHeaders.KEY, cancelled.getConnection())
                .build());
    if (!sent) {
      throw new IllegalStateException("The cancellation was not sent");
    }
  }
}
