package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Verdict;

/** The one table from what is governed to how a call is refused. */
final class GovernanceRefusals {
  private GovernanceRefusals() {}

  static Decision.Refused of(Tool tool, Verdict.Denied denied) {
    String sentence = denied.sentence();
    return switch (denied) {
      case Verdict.NotKnown(String why, boolean passes) when passes ->
          Decision.Refused.forNow(tool, Outcome.RULES_UNKNOWN, why, null);
      case Verdict.NotKnown ignored ->
          Decision.Refused.forGood(tool, Outcome.RULES_UNKNOWN, sentence, sentence);
      case Verdict.Stopped ignored ->
          Decision.Refused.forGood(tool, Outcome.STOPPED, sentence, sentence);
      case Verdict.NotApproved ignored ->
          Decision.Refused.forGood(tool, Outcome.TOOL_NOT_APPROVED, sentence, sentence);
      case Verdict.Disabled ignored ->
          Decision.Refused.forGood(tool, Outcome.TOOL_DISABLED, sentence, sentence);
      case Verdict.Removed ignored ->
          Decision.Refused.forGood(tool, Outcome.TOOL_REMOVED, sentence, sentence);
      case Verdict.ClientClosed ignored ->
          Decision.Refused.forGood(tool, Outcome.CLIENT_CLOSED, sentence, sentence);
      case Verdict.NoAccess ignored ->
          Decision.Refused.forGood(tool, Outcome.NO_ACCESS, sentence, sentence);
    };
  }
}
