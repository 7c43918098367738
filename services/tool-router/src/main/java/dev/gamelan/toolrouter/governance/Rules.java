package dev.gamelan.toolrouter.governance;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.document.Defaults;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
import dev.gamelan.toolrouter.governance.document.ToolApproval;
import dev.gamelan.toolrouter.governance.document.ToolApproval.State;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is governed, as it was at one moment, asked about callers and tools. */
public final class Rules {
  private static final String ASK = " Ask whoever governs this installation.";

  private final GovernanceState state;
  private final boolean known;
  private final EffectiveDefaults defaults;

  Rules(GovernanceState state, boolean known, GovernanceProperties properties) {
    this.state = state;
    this.known = known;
    this.defaults = new EffectiveDefaults(state, properties);
  }

  public long version() {
    return state.version();
  }

  public GovernanceState state() {
    return state;
  }

  public EffectiveDefaults defaults() {
    return defaults;
  }

  /** Everything but the caller's roles. */
  public Verdict judge(Caller caller, String connection, Tool tool, Instant now) {
    Verdict stop = stop(caller, connection, tool);
    return stop instanceof Verdict.Denied ? stop : judgeRunning(caller, connection, tool, now);
  }

  /** Whether something was stopped that this call needs; asked before all else. */
  public Verdict stop(Caller caller, String connection, Tool tool) {
    if (!known) {
      return new Verdict.NotKnown(
          "This instance has not read yet what is allowed here; try again in a few seconds.", true);
    }
    if (state.isBeyondUs(connection)) {
      return new Verdict.NotKnown(
          "What is allowed here was written by a later version than this instance has." + ASK,
          false);
    }
    Verdict stop = stopped(Verdict.Level.INSTALLATION, KillSwitch.installation(), "Everything");
    if (stop == null) {
      stop =
          stopped(
              Verdict.Level.CONNECTION, KillSwitch.connection(connection), "This Gong connection");
    }
    if (stop == null) {
      stop = stopped(Verdict.Level.TOOL, KillSwitch.tool(connection, tool.name()), tool.name());
    }
    String clientId = caller.clientId();
    if (stop == null && clientId != null) {
      stop = stopped(Verdict.Level.CLIENT, KillSwitch.client(clientId), "This AI client");
    }
    return stop == null ? new Verdict.Allowed() : stop;
  }

  /** Whether calls to a connection go on at all, whoever makes them. */
  public boolean isStopped(String connection) {
    return state.has(KillSwitch.installation()) || state.has(KillSwitch.connection(connection));
  }

  public boolean isEverythingStopped() {
    return state.has(KillSwitch.installation());
  }

  /** Counts also where it is not understood. */
  private Verdict.@Nullable Stopped stopped(Verdict.Level level, DocumentKey key, String what) {
    Governed governed = state.find(key);
    if (governed == null || !governed.isThere()) {
      return null;
    }
    KillSwitch told = governed.as(KillSwitch.class);
    String reason = told == null ? null : told.reason();
    return new Verdict.Stopped(
        level,
        "%s was stopped by an administrator%s Trying again helps once it is lifted, not before."
            .formatted(what, reason == null || reason.isBlank() ? "." : ": " + sentenceOf(reason)));
  }

  private static String sentenceOf(String reason) {
    String line = reason.strip().replaceAll("\\p{Cntrl}+", " ");
    return line.endsWith(".") || line.endsWith("!") || line.endsWith("?") ? line : line + ".";
  }

  /** The tool's state, the AI client, and the access profiles, in this order. */
  public Verdict judgeRunning(Caller caller, String connection, Tool tool, Instant now) {
    Verdict verdict = approval(connection, tool, now);
    if (verdict instanceof Verdict.Denied) {
      return verdict;
    }
    verdict = new Clients(state, defaults).judge(caller, connection, now);
    return verdict instanceof Verdict.Denied
        ? verdict
        : new Profiles(state, defaults).judge(caller, connection, tool, now);
  }

  private Verdict approval(String connection, Tool tool, Instant now) {
    return switch (stateOf(connection, tool, now)) {
      case APPROVED -> new Verdict.Allowed();
      case PENDING_REVIEW ->
          new Verdict.NotApproved(
              "%s waits for review and cannot be called before it is approved."
                      .formatted(tool.name())
                  + ASK);
      case DISABLED -> new Verdict.Disabled("%s was disabled here.".formatted(tool.name()) + ASK);
      case REMOVED ->
          new Verdict.Removed(
              "%s is not among this connection's tools any more. List the tools for those there are."
                  .formatted(tool.name()));
    };
  }

  /** What counts for a tool now: an approval that has run out, or was for less, does not. */
  public State stateOf(String connection, Tool tool, Instant now) {
    Governed governed = state.find(new DocumentKey(GovernedKind.TOOL, connection, tool.name()));
    if (governed == null || !governed.isThere()) {
      return defaults.newTools(connection) == Defaults.NewTools.APPROVED
          ? State.APPROVED
          : State.PENDING_REVIEW;
    }
    ToolApproval approval = governed.as(ToolApproval.class);
    if (approval == null) {
      return State.PENDING_REVIEW;
    }
    if (approval.state() != State.APPROVED) {
      return approval.state();
    }
    Instant until = approval.until();
    boolean over = until != null && !now.isBefore(until);
    return over || doesMore(connection, approval.effect(), tool.effect())
        ? State.PENDING_REVIEW
        : State.APPROVED;
  }

  private boolean doesMore(String connection, @Nullable Effect approved, Effect now) {
    return approved != null
        && isGraver(now, approved)
        && defaults.changedEffect(connection) == Defaults.ChangedEffect.REVIEW;
  }

  /** Whether something does more at Gong than before. */
  public static boolean isGraver(Effect now, Effect before) {
    return weight(now) > weight(before);
  }

  private static int weight(Effect effect) {
    return switch (effect) {
      case READ -> 0;
      case WRITE -> 1;
      case DELETE -> 2;
      case UNKNOWN -> 3;
    };
  }
}
