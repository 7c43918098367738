package dev.gamelan.toolrouter.audit;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.Topics;
import dev.gamelan.topics.TopicWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;

/** Writes entries to the trail. */
@Component
public final class AuditPublisher {
  private final TopicWriter writer;

  AuditPublisher(TopicWriter writer) {
    this.writer = writer;
  }

  /** Returns once the broker has the entry; fails where that is not known. */
  public void admitted(AuditEvent event) {
    try {
      write(event).join();
    } catch (CompletionException failed) {
      throw new IllegalStateException("The trail did not take the entry", failed.getCause());
    }
  }

  /** Done once the broker has the entry. */
  CompletableFuture<Void> write(AuditEvent event) {
    return writer.write(Topics.AUDIT, event.getConnection(), event);
  }
}
