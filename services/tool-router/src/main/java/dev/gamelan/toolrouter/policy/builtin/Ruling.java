package dev.gamelan.toolrouter.policy.builtin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a built-in says to a question. */
public sealed interface Ruling {
  /** Nothing. */
  record Silent() implements Ruling {}

  /** Go on with this instead. */
  record Changed(ObjectNode content) implements Ruling {}

  /**
   * No.
   *
   * @param retryAt from when on it may be a yes; null where that cannot be told
   */
  record Against(String sentence, @Nullable Instant retryAt) implements Ruling {}

  /** Only if a person says yes. */
  record Ask(String sentence) implements Ruling {}
}
