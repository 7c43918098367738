package dev.gamelan.gongcaller.connection;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topics;
import org.springframework.stereotype.Component;

/** Takes entries for the trail into the transaction of what they tell of. */
@Component
public class Trail {
  private final Outbox outbox;
  private final RecordSerializer serializer = new RecordSerializer();

  Trail(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Published once the caller's transaction has been committed, and not if it is not. */
  public void add(AuditEvent event) {
    outbox.add(
        Outbox.Destination.AUDIT,
        event.getConnection(),
        serializer.serialize(Topics.AUDIT.name(), event));
  }
}
