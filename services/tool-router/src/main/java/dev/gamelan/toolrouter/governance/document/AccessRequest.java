package dev.gamelan.toolrouter.governance.document;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish for the access of a profile, and what was decided.
 *
 * @param until when granted access ends; null where it does not
 */
public record AccessRequest(
    String profile,
    String caller,
    @Nullable String displayName,
    @Nullable String justification,
    State state,
    Instant askedAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String note,
    @Nullable Instant until)
    implements Document {
  public AccessRequest {
    requireNonNull(profile);
    requireNonNull(caller);
    requireNonNull(state);
    requireNonNull(askedAt);
  }

  /** How far it has come. */
  public enum State {
    PENDING,
    GRANTED,
    DENIED,
    WITHDRAWN,
    REVOKED
  }

  public boolean grantsAt(Instant now) {
    return state == State.GRANTED && (until == null || now.isBefore(until));
  }
}
