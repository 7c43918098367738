package dev.gamelan.identity.oauth;

import dev.gamelan.identity.Caller;
import java.time.Duration;

/** What was found out about an access token. */
public sealed interface TokenVerdict {
  /** It is good. */
  record Known(Caller caller) implements TokenVerdict {}

  /**
   * It is not.
   *
   * @param sentence why, without anything of the token's content
   */
  record Refused(String sentence) implements TokenVerdict {}

  /** That cannot be said at the moment, because its issuer does not answer. */
  record Undecided(String sentence, Duration retryAfter) implements TokenVerdict {}
}
