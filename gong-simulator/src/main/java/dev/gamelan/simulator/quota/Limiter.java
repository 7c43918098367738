package dev.gamelan.simulator.quota;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Says for each arrival whether it is within the limits, and if not, when the next would be. */
final class Limiter {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long DAY = TimeUnit.DAYS.toNanos(1);

  private final Window second;
  private final Window day;
  private final boolean refusedCount;

  Limiter(Limits limits, Instant now) {
    refusedCount = limits.refusedCount();
    second =
        switch (limits.second()) {
          case FIXED -> new FixedWindow(limits.perSecond(), SECOND, 0);
          case SLIDING -> new SlidingWindow(limits.perSecond(), SECOND);
          case BUCKET -> new TokenBucket(limits.perSecond(), SECOND);
        };
    day =
        switch (limits.day()) {
          case ROLLING -> new SlidingWindow(limits.perDay(), DAY);
          case CALENDAR -> {
            int offset = limits.dayZone().getRules().getOffset(now).getTotalSeconds();
            yield new FixedWindow(limits.perDay(), DAY, -offset * SECOND);
          }
        };
  }

  /** Nanoseconds to wait; 0 lets it pass. Moments are nanoseconds since the epoch. */
  long arrive(long now) {
    long wait = Math.max(second.waitAt(now), day.waitAt(now));
    if (wait == 0) {
      second.pass(now);
      day.pass(now);
    } else if (refusedCount) {
      second.refuse(now);
      day.refuse(now);
    }
    return wait;
  }
}
