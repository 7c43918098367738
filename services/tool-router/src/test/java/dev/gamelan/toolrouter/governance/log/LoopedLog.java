package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A log without a broker: what is published comes back at once. */
public final class LoopedLog {
  private final List<GovernanceEvent> published = new ArrayList<>();
  private final GovernanceLog log;

  public LoopedLog(Clock clock) {
    AtomicReference<GovernanceLog> self = new AtomicReference<>();
    log =
        new GovernanceLog(
            event -> {
              published.add(event);
              self.get().replay(published.size() - 1, event);
            },
            Duration.ofSeconds(1),
            clock);
    self.set(log);
    log.caughtUp();
  }

  public GovernanceLog log() {
    return log;
  }

  public List<GovernanceEvent> published() {
    return published;
  }

  /** Puts a document in the place of whatever is there. */
  public void put(DocumentKey key, @Nullable Object document) {
    String json = document == null ? null : Documents.write(document);
    putJson(key, json);
  }

  public void putJson(DocumentKey key, @Nullable String json) {
    Appended appended =
        log.append(
            Proposal.of(List.of(new Change(key, log.state().versionOf(key), json)), "ann", null));
    if (!(appended instanceof Appended.Accepted)) {
      throw new IllegalStateException("Not accepted: " + appended);
    }
  }

  public void put(GovernedKind kind, String connection, String name, @Nullable Object document) {
    put(new DocumentKey(kind, connection, name), document);
  }
}
