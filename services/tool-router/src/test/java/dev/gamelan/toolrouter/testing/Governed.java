package dev.gamelan.toolrouter.testing;

import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.log.Appended;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.Proposal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes what is governed, as an administrator would, and waits until all instances know. */
public final class Governed {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<RunningRouter> routers;

  public Governed(RunningRouter... routers) {
    this.routers = List.of(routers);
  }

  /**
   * @param json null deletes it
   */
  public void set(GovernedKind kind, String connection, String name, @Nullable String json) {
    DocumentKey key = new DocumentKey(kind, connection, name);
    GovernanceLog log = routers.getFirst().bean(GovernanceLog.class);
    await().atMost(PATIENCE).until(log::hasCaughtUp);
    Appended appended =
        log.append(
            Proposal.of(List.of(new Change(key, log.state().versionOf(key), json)), "ann", null));
    if (!(appended instanceof Appended.Accepted)) {
      throw new AssertionError(appended);
    }
    long version = log.state().versionOf(key);
    for (RunningRouter router : routers) {
      GovernanceLog other = router.bean(GovernanceLog.class);
      await().atMost(PATIENCE).until(() -> other.state().versionOf(key) >= version);
    }
  }
}
