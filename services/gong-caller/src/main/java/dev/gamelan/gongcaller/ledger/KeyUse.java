package dev.gamelan.gongcaller.ledger;

import dev.gamelan.gongcaller.ending.Ended;

/** What the ledger knows of a write's idempotency key. */
public sealed interface KeyUse {
  /** No other write was sent under it: the call goes its way. */
  record Free() implements KeyUse {}

  /** Another write was about to be sent under it, and has not ended. */
  record Open() implements KeyUse {}

  /** It stands for an earlier write: the call ends by what that has come to. */
  record Used(Ended ended) implements KeyUse {}

  /** The ledger cannot be reached. */
  record Unavailable() implements KeyUse {}
}
