package dev.gamelan.quota.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The clocks of this process, so that a test can turn them. */
public final class Times {
  private final LongSupplier nanoTime;
  private final InstantSource wall;
  private final Instant startedAt;
  private final long startedAtNanos;

  /**
   * @param nanoTime never jumps and means nothing outside this process
   * @param wall agrees with other machines, roughly, and may jump
   */
  public Times(LongSupplier nanoTime, InstantSource wall) {
    this.nanoTime = nanoTime;
    this.wall = wall;
    startedAt = wall.instant();
    startedAtNanos = nanoTime.getAsLong();
  }

  public long nanos() {
    return nanoTime.getAsLong();
  }

  public Duration since(long nanos) {
    return Duration.ofNanos(nanos() - nanos);
  }

  public Instant now() {
    return wall.instant();
  }

  /** The wall clock less every forward jump since the start: what it ages is never too old. */
  public Instant cautiousNow() {
    Instant steady = startedAt.plus(since(startedAtNanos));
    Instant shown = now();
    return shown.isBefore(steady) ? shown : steady;
  }
}
