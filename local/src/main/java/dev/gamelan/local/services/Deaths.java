package dev.gamelan.local.services;

import java.time.Duration;

/** Counts how often in a row a process died soon, and how long to leave it alone for that. */
final class Deaths {
  /** Whoever lived that long died of something new. */
  static final Duration LONG_LIFE = Duration.ofSeconds(60);

  static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private int inARow;
  private Duration next = Duration.ZERO;

  /** The pause before it is started again: none after the first death, then twice the last one. */
  Duration another(Duration lived) {
    if (lived.compareTo(LONG_LIFE) >= 0) {
      inARow = 0;
      next = Duration.ZERO;
    }
    inARow++;
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next =
        pause.isZero()
            ? SHORTEST_PAUSE
            : doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    return pause;
  }

  int inARow() {
    return inARow;
  }
}
