package dev.gamelan.gongcaller.connection;

/** What became of a wish to change a connection. */
sealed interface Outcome {
  /** It is as it was wished, whether or not that took a change. */
  record Done(Kept kept) implements Outcome {}

  /** It is not there any more. */
  record Gone() implements Outcome {}

  /** Nothing was changed. */
  record Refused(Reason reason, String sentence) implements Outcome {}

  /** Why nothing was changed. */
  enum Reason {
    UNKNOWN,
    /** It has changed since it was looked at. */
    STALE,
    /** It does not go together with how things are. */
    CONFLICT,
    /** What is wished cannot be. */
    INVALID,
    /** Nothing can be sealed. */
    NO_MASTER_KEY
  }
}
