package dev.gamelan.gongcaller.verification;

import dev.gamelan.schemas.ToolCallRequested;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Sends questions to Gong the way of every call: through the lane, under a permit. */
@Component
class VerificationPublisher {
  private final StreamBridge bridge;

  VerificationPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  void ask(ToolCallRequested question) {
    boolean sent =
        bridge.send(
            "trial",
            MessageBuilder.withPayload(question)
                .setHeader(KafkaHeaders.KEY, question.getConnection())
                .build());
    if (!sent) {
      throw new IllegalStateException("Nothing took the record of trial");
    }
  }
}
