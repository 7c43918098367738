package dev.gamelan.toolrouter.governance.document;

import static java.util.Objects.requireNonNull;

import dev.gamelan.schemas.Effect;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether one tool may be called. Who said so and why is kept once, for thousands of tools have the
 * same.
 *
 * @param until from this moment on it is to be reviewed again; null where it is for good
 * @param effect what it did at Gong when this was said
 * @param was the state before it was removed, to which it returns if it comes back as it was
 */
public record ToolApproval(
    State state,
    @Nullable String reason,
    @Nullable String by,
    @Nullable Instant at,
    @Nullable Instant until,
    @Nullable Effect effect,
    @Nullable State was)
    implements Document {
  public ToolApproval {
    requireNonNull(state);
    reason = reason == null ? null : reason.intern();
    by = by == null ? null : by.intern();
  }

  /** What may become of a call. */
  public enum State {
    PENDING_REVIEW,
    APPROVED,
    DISABLED,
    REMOVED
  }
}
