package dev.gamelan.simulator.arrivals;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Nanoseconds since the epoch that never go back, whatever is done to the machine's clock. */
@Component
public class Moments {
  private final long anchor;
  private final long anchorNanos;

  Moments(Clock clock) {
    Instant now = clock.instant();
    anchorNanos = System.nanoTime();
    anchor = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  public long now() {
    return anchor + (System.nanoTime() - anchorNanos);
  }

  static Instant instant(long moment) {
    return Instant.ofEpochSecond(0, moment);
  }
}
