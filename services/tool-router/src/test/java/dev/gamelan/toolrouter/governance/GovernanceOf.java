package dev.gamelan.toolrouter.governance;

import dev.gamelan.toolrouter.governance.document.Defaults;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import java.time.Clock;

/** Governance for tests of other features, by the settings' own defaults. */
public final class GovernanceOf {
  private GovernanceOf() {}

  public static Governance closed(GovernanceLog log, Clock clock) {
    return new Governance(
        log,
        new GovernanceProperties(Defaults.NewTools.PENDING_REVIEW, Defaults.WithoutProfile.NOTHING),
        clock);
  }
}
