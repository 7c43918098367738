package dev.gamelan.gongcaller.gong;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one attempt to ask Gong. */
public sealed interface GongAnswer {
  /** How much of an answer is read to understand a refusal. */
  int READ = 4_096;

  /** Gong knows the credentials, but they may not do this: it says so with a 401 of its own. */
  static boolean lacksScope(int status, byte[] body) {
    return status == 401
        && new String(body, 0, Math.min(body.length, READ), StandardCharsets.UTF_8)
            .contains("permission to use");
  }

  /**
   * Gong answered, whatever it said.
   *
   * @param retryAfter Gong's wish, if it made a readable one
   * @param redirectedTo the host of a redirect that was not followed
   */
  record Responded(
      int status,
      @Nullable String contentType,
      byte[] body,
      @Nullable String requestId,
      @Nullable Duration retryAfter,
      @Nullable String redirectedTo)
      implements GongAnswer {
    /** The same answer, of which this is the part that somebody asked for. */
    public Responded withBody(byte[] part) {
      return new Responded(status, contentType, part, requestId, retryAfter, redirectedTo);
    }

    /** Gong knows the credentials, but they may not do this: it says so with the same 401. */
    public boolean lacksScope() {
      return GongAnswer.lacksScope(status, body);
    }

    /** Gong does not accept who asks. */
    public boolean refusesCredentials() {
      return status == 401 && !lacksScope();
    }
  }

  /** Gong answered with more than is read. */
  record TooLarge(int status, @Nullable String requestId, long limit) implements GongAnswer {}

  /** The request went out, at least in part, and no whole answer came back. */
  record NoResponse(String reason) implements GongAnswer {}

  /** The request went out in part, and was broken off on our side before it was whole. */
  record BrokenOff(String reason) implements GongAnswer {}

  /** No connection to Gong came about: not a byte was sent. */
  record NotConnected(String reason) implements GongAnswer {}
}
