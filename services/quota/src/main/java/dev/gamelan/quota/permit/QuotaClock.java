package dev.gamelan.quota.permit;

import dev.gamelan.quota.time.Times;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of a connection's clock, which lives in Redis; carried on by the
 * monotonic clock between two readings, so it never jumps.
 */
final class QuotaClock {
  private static final long NANOS = 1_000_000;

  private final Times times;
  private @Nullable Reading last;

  QuotaClock(Times times) {
    this.times = times;
  }

  private record Reading(long millis, long askedAt) {}

  /** Since Redis was last asked and answered; -1 if it never did. */
  synchronized long elapsedMillis() {
    return last == null ? -1 : (times.nanos() - last.askedAt()) / NANOS;
  }

  synchronized long seenMillis() {
    return last == null ? 0 : last.millis();
  }

  synchronized void read(long millis, long askedAt) {
    if (last == null || millis >= last.millis()) {
      last = new Reading(millis, askedAt);
    }
  }
}
