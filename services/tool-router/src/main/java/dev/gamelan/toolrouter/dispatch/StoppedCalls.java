package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
import dev.gamelan.toolrouter.governance.log.Folded;
import dev.gamelan.toolrouter.governance.log.FoldedHearer;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import org.springframework.stereotype.Component;

/**
 * Lets the calls go that this instance holds when a kill switch stops the installation or their
 * connection: each instance does so for its own, so together they do it for all.
 */
@Component
final class StoppedCalls implements FoldedHearer {
  private final PendingCalls pending;

  StoppedCalls(PendingCalls pending, GovernanceLog log) {
    this.pending = pending;
    log.tell(this);
  }

  @Override
  public void folded(Folded folded) {
    for (GovernedChange change : folded.event().getChanges()) {
      if (change.getKind() != GovernedKind.KILL_SWITCH || change.getAfter() == null) {
        continue;
      }
      String connection = change.getConnection();
      boolean everything =
          connection.isEmpty() && change.getName().equals(KillSwitch.installation().name());
      boolean ofConnection =
          !connection.isEmpty()
              && change.getName().equals(KillSwitch.connection(connection).name());
      if (everything || ofConnection) {
        pending.stop(connection, everything);
      }
    }
  }
}
