package dev.gamelan.benchmarks.pacing;

import java.util.random.RandomGenerator;

/**
 * How long a plain client stays away after a 429: what Retry-After says, a second, and twice as
 * long each further time, with some chance in it.
 */
final class Backoff {
  private static final long RETRY_AFTER = 1_000_000_000;
  private static final long MOST = 8 * RETRY_AFTER;

  private Backoff() {}

  static long nanos(int attempt, RandomGenerator dice) {
    long pause = Math.min(MOST, RETRY_AFTER << Math.min(attempt - 1, 3));
    return pause + dice.nextLong(RETRY_AFTER / 10);
  }
}
