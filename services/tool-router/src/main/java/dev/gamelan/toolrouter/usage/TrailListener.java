package dev.gamelan.toolrouter.usage;

import dev.gamelan.schemas.AuditEvent;
import java.util.function.Consumer;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears what every router has decided. */
@Component("trail")
final class TrailListener implements Consumer<Message<AuditEvent>> {
  private final Usage usage;
  private final TrailAssignmentListener assignment;

  TrailListener(Usage usage, TrailAssignmentListener assignment) {
    this.usage = usage;
    this.assignment = assignment;
  }

  @Override
  public void accept(Message<AuditEvent> message) {
    Integer partition = message.getHeaders().get(KafkaHeaders.RECEIVED_PARTITION, Integer.class);
    Long offset = message.getHeaders().get(KafkaHeaders.OFFSET, Long.class);
    if (partition == null || offset == null) {
      throw new IllegalStateException("A record without a place");
    }
    usage.replay(message.getPayload(), partition, offset);
    assignment.read(partition, offset);
  }
}
