package dev.gamelan.quota.permit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The answer to who asks for something of a connection. */
sealed interface Decision {
  /**
   * The right to send one request.
   *
   * @param delay until its turn
   * @param expires after which it may no longer be used
   * @param spacing that the holder keeps between its own sends
   */
  record Granted(String permitId, Duration delay, Duration expires, Duration spacing)
      implements Decision {}

  /** The connection is the holder's, or what it reported is noted. */
  record Done() implements Decision {}

  /**
   * @param retryAfter null where asking again under this name is never worth while
   */
  record Refused(Refusal refusal, String detail, @Nullable Duration retryAfter)
      implements Decision {}
}
