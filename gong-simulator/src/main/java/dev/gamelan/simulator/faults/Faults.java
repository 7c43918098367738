package dev.gamelan.simulator.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rules in force; each request draws its fate from them, the same fates for the same seed. */
@Component
public class Faults {
  private List<Active> rules = List.of();
  private Random random = new Random(0);

  /** What befalls one request: a delay, and perhaps more. */
  public record Fate(Duration delay, @Nullable Fault fault) {
    private static final Fate NONE = new Fate(Duration.ZERO, null);

    /** A short name for the log of arrivals; null when nothing goes wrong. */
    public @Nullable String name() {
      if (fault != null) {
        return fault.getClass().getSimpleName();
      }
      return delay.isZero() ? null : "Latency";
    }
  }

  public synchronized void replace(long seed, List<FaultRule> changed) {
    rules = changed.stream().map(Active::new).toList();
    random = new Random(seed);
  }

  public synchronized List<FaultRule> rules() {
    return rules.stream().map(active -> active.rule).toList();
  }

  /** Delays add up; of everything else the first rule that strikes decides. */
  public synchronized Fate draw(String operation) {
    if (rules.isEmpty()) {
      return Fate.NONE;
    }
    long delay = 0;
    Fault fault = null;
    for (Active active : rules) {
      boolean delays = active.rule.kind() == FaultRule.Kind.LATENCY;
      if ((delays || fault == null) && active.strikes(operation, random)) {
        delay += active.rule.delay();
        delay += active.rule.jitter() == 0 ? 0 : random.nextLong(active.rule.jitter() + 1);
        fault = delays ? fault : active.rule.fault();
      }
    }
    return new Fate(Duration.ofMillis(delay), fault);
  }

  private static final class Active {
    private final FaultRule rule;
    private long left;

    Active(FaultRule rule) {
      this.rule = rule;
      this.left = rule.count() == null ? Long.MAX_VALUE : rule.count();
    }

    boolean strikes(String operation, Random random) {
      boolean strikes = left > 0 && rule.matches(operation) && random.nextDouble() < rule.chance();
      left -= strikes ? 1 : 0;
      return strikes;
    }
  }
}
