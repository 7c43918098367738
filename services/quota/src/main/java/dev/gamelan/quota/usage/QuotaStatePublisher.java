package dev.gamelan.quota.usage;

import dev.gamelan.schemas.QuotaState;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Writes the topic of connections' states. */
@Component
final class QuotaStatePublisher {
  private final StreamBridge bridge;

  QuotaStatePublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  void publish(QuotaState state) {
    var message =
        MessageBuilder.withPayload(state)
            .setHeader(KafkaHeaders.KEY, state.getConnection())
            .build();
    if (!bridge.send("state", message)) {
      throw new IllegalStateException("The state was not taken by the binding");
    }
  }
}
