package dev.gamelan.toolrouter.audit;

import dev.gamelan.schemas.AuditEvent;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Writes entries to the trail; returns once the broker has them. */
@Component
public final class AuditPublisher {
  private final StreamBridge bridge;

  AuditPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  public void admitted(AuditEvent event) {
    publish(event);
  }

  void publish(AuditEvent event) {
    boolean sent =
        bridge.send(
            "audit",
            MessageBuilder.withPayload(event)
                .setHeader(KafkaHeaders.KEY, event.getConnection())
                .build());
    if (!sent) {
      throw new IllegalStateException("The entry was not sent");
    }
  }
}
