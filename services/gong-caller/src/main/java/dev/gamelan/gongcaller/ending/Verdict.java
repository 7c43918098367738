package dev.gamelan.gongcaller.ending;

import dev.gamelan.schemas.Ending;
import java.time.Instant;

/** What follows from an attempt. */
public sealed interface Verdict {
  record End(Ended ended) implements Verdict {}

  /**
   * Once more, under a new permit.
   *
   * @param otherwise the ending if the deadline comes first
   */
  record Again(Instant notBefore, Ended otherwise) implements Verdict {
    /** Whether what is to come again is known not to have happened. */
    public boolean certainlyUndone() {
      return otherwise.ending() != Ending.OUTCOME_UNKNOWN;
    }
  }
}
