package dev.gamelan.quota.permit;

import dev.gamelan.quota.time.Times;
import dev.gamelan.schemas.QuotaSpent;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/**
 * Tells the topic of attempts of guests' permits: nobody else would, and after a loss at Redis the
 * day is counted from there. Told before the permit is given, so none is ever missing.
 */
@Component
final class GuestSendPublisher {
  private final StreamBridge bridge;
  private final Times times;

  GuestSendPublisher(StreamBridge bridge, Times times) {
    this.bridge = bridge;
    this.times = times;
  }

  void publish(String connection, String permitId, String guest, Use use) {
    var spent =
        QuotaSpent.newBuilder()
            .setPermitId(permitId)
            .setConnection(connection)
            .setHolder(guest)
            .setCallId("")
            .setCaller(use.caller())
            .setTool(use.tool())
            .setCallClass(dev.gamelan.schemas.CallClass.valueOf(use.callClass().name()))
            .setSentAt(times.now())
            .build();
    var message = MessageBuilder.withPayload(spent).setHeader(KafkaHeaders.KEY, connection).build();
    if (!bridge.send("spent", message)) {
      throw new IllegalStateException("The attempt was not taken by the binding");
    }
  }
}
