package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.schemas.GovernanceEvent;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Puts an event on the log; returns once the broker has it. */
@Component
class GovernancePublisher {
  private final StreamBridge bridge;

  GovernancePublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  void publish(GovernanceEvent event) {
    if (!bridge.send("governed", MessageBuilder.withPayload(event).build())) {
      throw new IllegalStateException("The change was not sent");
    }
  }
}
