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
    /** Background calls wait for their share of the day, or leave it to interactive ones. */
    SHARE_SPENT,
    /** The one who asks has spent a cap of its own. */
    CALLER_CAP,
    /** The tool it is for has spent a cap of its own. */
    TOOL_CAP,
    FROZEN,
    /** The next turn is too far off. */
    NOT_YET,
    REBUILDING,
    /** Quota cannot say, or cannot be reached. */
    UNAVAILABLE;

    /** What is spent, where it concerns the call alone that it was asked for; else null. */
    public @Nullable String spent() {
      return switch (this) {
        case SHARE_SPENT -> "The share of background calls in the day's quota is spent";
        case CALLER_CAP -> "The caller's own part of the day's quota is spent";
        case TOOL_CAP -> "The tool's own part of the day's quota is spent";
        default -> null;
      };
    }

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
