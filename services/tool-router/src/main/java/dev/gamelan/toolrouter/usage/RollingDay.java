package dev.gamelan.toolrouter.usage;

import java.time.Duration;
import java.time.Instant;

/**
 * How often something happened within the last 24 hours, to a quarter of an hour: what is older by
 * less than that still counts, what is younger always does.
 */
final class RollingDay {
  static final Duration STEP = Duration.ofMinutes(15);
  static final Duration DAY = Duration.ofHours(24);
  private static final int STEPS = (int) DAY.dividedBy(STEP) + 1;

  private final int[] counts = new int[STEPS];
  private long latest;

  void count(Instant at, Instant now) {
    long step = step(at.isAfter(now) ? now : at);
    moveTo(step(now));
    if (step > latest - STEPS) {
      counts[(int) (step % STEPS)]++;
    }
  }

  /** It did not happen after all; it was counted within this quarter of an hour, or is let be. */
  void takeBack(Instant now) {
    moveTo(step(now));
    int index = (int) (latest % STEPS);
    counts[index] = Math.max(0, counts[index] - 1);
  }

  long sum(Instant now) {
    moveTo(step(now));
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  private void moveTo(long now) {
    for (long step = Math.max(latest + 1, now - STEPS + 1); step <= now; step++) {
      counts[(int) (step % STEPS)] = 0;
    }
    latest = Math.max(latest, now);
  }

  private static long step(Instant at) {
    return at.toEpochMilli() / STEP.toMillis();
  }
}
