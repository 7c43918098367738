package dev.gamelan.simulator.quota;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** The company's one quota, shared by all its keys; the limits can be changed while it runs. */
@Component
public class Quota {
  private final Clock clock;
  private Limits limits;
  private Limiter limiter;

  Quota(QuotaProperties properties, Clock clock) {
    this.clock = clock;
    this.limits = properties.limits();
    this.limiter = new Limiter(limits, clock.instant());
  }

  /**
   * Seconds to wait from that moment (nanoseconds since the epoch), as {@code Retry-After} says
   * them; 0 when the request is within the limits.
   */
  public synchronized long arrive(long moment) {
    if (!limits.enabled()) {
      return 0;
    }
    return Math.ceilDiv(limiter.arrive(moment), TimeUnit.SECONDS.toNanos(1));
  }

  public synchronized Limits limits() {
    return limits;
  }

  /** New limits start with nothing spent. */
  public synchronized void change(Limits changed) {
    limits = changed;
    limiter = new Limiter(changed, clock.instant());
  }
}
