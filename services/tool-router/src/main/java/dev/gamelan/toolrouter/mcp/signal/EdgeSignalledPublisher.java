package dev.gamelan.toolrouter.mcp.signal;

import dev.gamelan.schemas.EdgeSignalled;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Tells all instances; returns once the broker has it. */
@Component
class EdgeSignalledPublisher {
  private final StreamBridge bridge;

  EdgeSignalledPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  void publish(EdgeSignalled signalled) {
    String session = signalled.getSession();
    boolean sent =
        bridge.send(
            "signalled",
            MessageBuilder.withPayload(signalled)
                .setHeader(KafkaHeaders.KEY, session.isEmpty() ? signalled.getSubject() : session)
                .build());
    if (!sent) {
      throw new IllegalStateException("The signal was not sent");
    }
  }
}
