package dev.gamelan.toolrouter.admin;

import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import dev.gamelan.toolrouter.governance.document.ToolApproval.State;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tool as those see it who decide about it.
 *
 * @param state what counts now
 * @param because why that is another than was decided; null where it is not
 * @param effect null where the tool is not among the catalogue any more
 * @param lastUsed by anybody; null where that is longer ago than the trail is read back
 * @param version 0 where nothing was ever decided
 */
record ToolView(
    String name,
    @Nullable String title,
    @Nullable String operation,
    @Nullable Effect effect,
    State state,
    @Nullable String because,
    @Nullable String reason,
    @Nullable String by,
    @Nullable Instant at,
    @Nullable Instant until,
    @Nullable Instant lastUsed,
    long version) {

  static DocumentKey key(String connection, String tool) {
    return new DocumentKey(GovernedKind.TOOL, connection, tool);
  }

  static ToolView of(
      Rules rules, String connection, Tool tool, @Nullable Instant lastUsed, Instant now) {
    Governed governed = rules.state().find(key(connection, tool.name()));
    ToolApproval approval = governed == null ? null : governed.as(ToolApproval.class);
    State state = rules.stateOf(connection, tool, now);
    return of(
        tool.name(),
        tool,
        state,
        approval == null || approval.state() == state ? null : because(approval, now),
        approval,
        lastUsed,
        governed == null ? 0 : governed.version());
  }

  /** One that this version's catalogue does not have. */
  static ToolView gone(Governed governed, @Nullable Instant lastUsed) {
    return of(
        governed.key().name(),
        null,
        State.REMOVED,
        null,
        governed.as(ToolApproval.class),
        lastUsed,
        governed.version());
  }

  private static ToolView of(
      String name,
      @Nullable Tool tool,
      State state,
      @Nullable String because,
      @Nullable ToolApproval approval,
      @Nullable Instant lastUsed,
      long version) {
    return new ToolView(
        name,
        tool == null ? null : tool.title(),
        tool == null ? null : tool.operation().toString(),
        tool == null ? null : tool.effect(),
        state,
        because,
        approval == null ? null : approval.reason(),
        approval == null ? null : approval.by(),
        approval == null ? null : approval.at(),
        approval == null ? null : approval.until(),
        lastUsed,
        version);
  }

  private static String because(ToolApproval approval, Instant now) {
    Instant until = approval.until();
    return until != null && !now.isBefore(until)
        ? "The approval has run out."
        : "The tool does more at Gong than when it was approved.";
  }
}
