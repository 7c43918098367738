package dev.gamelan.toolrouter.toolcall;

import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * How a call may be answered later, by someone who takes it so.
 *
 * @param call the same call with more time
 * @param after a shorter wait is not worth it
 * @param noting writes down that the answer will be asked for, before the call is sent on
 */
public record Later(ToolCall call, Duration after, Noting noting) {
  /** Writes down that an answer will be asked for. */
  @FunctionalInterface
  public interface Noting {
    Mono<Noted> note(ToolCall call, Instant expectedAt);
  }

  /** Whether it was written down. */
  public enum Noted {
    NOTED,
    /** There are too many already: the caller has to wait for the answer, as others do. */
    TOO_MANY,
    NOT_PUBLISHED
  }
}
