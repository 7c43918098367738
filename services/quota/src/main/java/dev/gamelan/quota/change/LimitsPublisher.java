package dev.gamelan.quota.change;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.QuotaLimits;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Writes changed limits to their topic, and who changed them to the trail. */
@Component
final class LimitsPublisher {
  private final StreamBridge bridge;

  LimitsPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  /** Returns once Kafka has it, or throws. */
  void changed(QuotaLimits limits) {
    send("limits", limits.getConnection(), limits);
  }

  /** Returns once Kafka has it, or throws. */
  void told(AuditEvent event) {
    send("audit", event.getConnection(), event);
  }

  private void send(String binding, String key, Object payload) {
    var message = MessageBuilder.withPayload(payload).setHeader(KafkaHeaders.KEY, key).build();
    if (!bridge.send(binding, message)) {
      throw new IllegalStateException("Nothing took the record of " + binding);
    }
  }
}
