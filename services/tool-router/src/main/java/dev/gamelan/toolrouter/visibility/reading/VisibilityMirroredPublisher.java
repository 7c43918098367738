package dev.gamelan.toolrouter.visibility.reading;

import dev.gamelan.schemas.VisibilityMirrored;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Tells all instances what was read of Gong's permissions; returns once the broker has it. */
@Component
class VisibilityMirroredPublisher {
  private final StreamBridge bridge;

  VisibilityMirroredPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  void publish(VisibilityMirrored mirrored) {
    boolean sent =
        bridge.send(
            "mirrored",
            MessageBuilder.withPayload(mirrored)
                .setHeader(KafkaHeaders.KEY, mirrored.getConnection())
                .build());
    if (!sent) {
      throw new IllegalStateException("What was read of Gong's permissions was not sent");
    }
  }
}
