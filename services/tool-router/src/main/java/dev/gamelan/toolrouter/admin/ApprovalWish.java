package dev.gamelan.toolrouter.admin;

import dev.gamelan.schemas.Effect;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.desk.Wording;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import dev.gamelan.toolrouter.governance.document.ToolApproval.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shall become of a tool, or of several.
 *
 * @param until for approvals alone
 */
record ApprovalWish(@Nullable State state, @Nullable String reason, @Nullable Instant until) {
  static final int LONGEST_REASON = 500;

  /** Of several, either by their names or by what they have in common. */
  record Bulk(
      @Nullable List<String> tools,
      @Nullable Filter filter,
      @Nullable State state,
      @Nullable String reason,
      @Nullable Instant until) {
    ApprovalWish wish() {
      return new ApprovalWish(state, reason, until);
    }
  }

  /** What is null here does not matter. */
  record Filter(@Nullable State state, @Nullable Effect effect, @Nullable String toolset) {}

  /** Null where it can be done. */
  Reply.@Nullable Refused wrong(Instant now) {
    if (state == null || state == State.REMOVED) {
      return Reply.invalid("state must be PENDING_REVIEW, APPROVED or DISABLED.");
    }
    if (until != null && (state != State.APPROVED || !until.isAfter(now))) {
      return Reply.invalid("until is for approvals, and a moment to come.");
    }
    return Wording.check("reason", reason, LONGEST_REASON);
  }

  ToolApproval approval(Tool tool, String by, Instant now) {
    return new ToolApproval(
        state == null ? State.PENDING_REVIEW : state, reason, by, now, until, tool.effect(), null);
  }

  /** Whether this is what stands there already, by the same hand: a retry changes nothing. */
  boolean isAlready(@Nullable ToolApproval approval, Tool tool, String by) {
    return approval != null
        && approval.equals(
            new ToolApproval(
                state == null ? State.PENDING_REVIEW : state,
                reason,
                by,
                approval.at(),
                until,
                tool.effect(),
                null));
  }
}
