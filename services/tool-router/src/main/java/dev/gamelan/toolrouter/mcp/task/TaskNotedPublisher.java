package dev.gamelan.toolrouter.mcp.task;

import dev.gamelan.schemas.TaskNoted;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Makes a task durable; returns once the broker has it. */
@Component
class TaskNotedPublisher {
  private final StreamBridge bridge;

  TaskNotedPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  void publish(TaskNoted noted) {
    boolean sent =
        bridge.send(
            "noted",
            MessageBuilder.withPayload(noted)
                .setHeader(KafkaHeaders.KEY, noted.getCallId())
                .build());
    if (!sent) {
      throw new IllegalStateException("The task was not sent");
    }
  }
}
