package dev.gamelan.gongcaller.permit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What quota says to the wish to send. */
public sealed interface PermitAnswer {
  record Granted(Permit permit) implements PermitAnswer {}

  /**
   * Not now.
   *
   * @param retryAfter how long to wait before asking again
   */
  record Refused(Reason reason, Duration retryAfter) implements PermitAnswer {}

  /** Another holder has taken this one's place: it must never ask again under its name. */
  record Superseded() implements PermitAnswer {}

  /** Why a permit is refused for a while. */
  enum Reason {
    /** Another holder has the connection's lease. */
    LEASED_TO_ANOTHER,
    DAY_SPENT,
    FROZEN,
    REBUILDING,
    /** Quota cannot say, or cannot be reached. */
    UNAVAILABLE;

    static Reason of(@Nullable String name) {
      for (Reason reason : values()) {
        if (reason.name().equals(name)) {
          return reason;
        }
      }
      return UNAVAILABLE;
    }
  }
}
