package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedKind;

/**
 * An event that is in force from now on.
 *
 * @param after the state with it
 */
public record Folded(GovernanceState before, GovernanceState after, GovernanceEvent event) {
  public boolean touches(GovernedKind kind) {
    return event.getChanges().stream().anyMatch(change -> change.getKind() == kind);
  }
}
