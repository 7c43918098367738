package dev.gamelan.gongcaller.lane;

import java.time.Duration;
import java.time.Instant;

/** A moment on both clocks: pauses are measured on the one that cannot jump. */
record Moment(Instant wall, long nanos) {
  /** A day before, on the clock that cannot jump: for what has not happened yet. */
  static long longBefore(long nanos) {
    return nanos - Duration.ofDays(1).toNanos();
  }
}
