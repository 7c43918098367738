package dev.gamelan.gongcaller.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A moment on both clocks: pauses are measured on the one that cannot jump. */
record Moment(Instant wall, long nanos) {
  static Moment now(Clock clock) {
    return new Moment(clock.instant(), System.nanoTime());
  }

  /** A day ago, on the clock that cannot jump: for what has not happened yet. */
  static long longAgo() {
    return System.nanoTime() - Duration.ofDays(1).toNanos();
  }
}
