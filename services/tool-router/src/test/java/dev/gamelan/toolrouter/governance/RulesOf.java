package dev.gamelan.toolrouter.governance;

import dev.gamelan.toolrouter.governance.document.Defaults;
import dev.gamelan.toolrouter.governance.log.GovernanceState;

/** Rules for tests of other features, by the settings' own defaults. */
public final class RulesOf {
  private RulesOf() {}

  public static Rules closed(GovernanceState state) {
    return new Rules(
        state,
        true,
        new GovernanceProperties(
            Defaults.NewTools.PENDING_REVIEW, Defaults.WithoutProfile.NOTHING));
  }
}
