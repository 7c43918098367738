package dev.gamelan.gongcaller.ledger;

import dev.gamelan.gongcaller.ending.Ended;

/** What the ledger says to a write that is about to be sent. */
public sealed interface Intent {
  /** It is on record: send it. */
  record Recorded() implements Intent {}

  /** It was sent before, or may have been: never again. */
  record AlreadyEnded(Ended ended) implements Intent {}

  /** It is not on record, because the ledger cannot be reached: do not send it. */
  record Unavailable() implements Intent {}
}
