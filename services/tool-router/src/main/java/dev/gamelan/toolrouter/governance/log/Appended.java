package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.toolrouter.governance.document.DocumentKey;
import java.util.Map;

/** What became of a proposal. */
public sealed interface Appended {
  /**
   * It is in force, and this instance goes by it.
   *
   * @param version of governance with it, or with a later one
   */
  record Accepted(Map<DocumentKey, Long> versions, long version) implements Appended {}

  /** A document has changed in the meantime, so nothing was done. */
  record Stale(Map<DocumentKey, Long> current) implements Appended {}

  /**
   * The broker did not take it, or did not say so in time.
   *
   * @param perhaps whether it may come into force all the same
   */
  record NotPublished(boolean perhaps) implements Appended {}
}
