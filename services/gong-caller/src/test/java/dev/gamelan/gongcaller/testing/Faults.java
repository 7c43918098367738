package dev.gamelan.gongcaller.testing;

import dev.gamelan.simulator.faults.FaultRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes wrong at Gong, so many times. */
public final class Faults {
  private Faults() {}

  public static FaultRule fault(FaultRule.Kind kind, long count) {
    return rule(kind, null, count, null, null);
  }

  public static FaultRule fault(String operation, FaultRule.Kind kind, long count) {
    return rule(kind, List.of(operation), count, null, null);
  }

  public static FaultRule huge(long count, int megabytes) {
    return rule(FaultRule.Kind.HUGE_BODY, null, count, null, megabytes);
  }

  public static FaultRule slow(long count, Duration latency) {
    return rule(FaultRule.Kind.LATENCY, null, count, latency, null);
  }

  public static FaultRule slow(String operation, long count, Duration latency) {
    return rule(FaultRule.Kind.LATENCY, List.of(operation), count, latency, null);
  }

  private static FaultRule rule(
      FaultRule.Kind kind,
      @Nullable List<String> operations,
      long count,
      @Nullable Duration delay,
      @Nullable Integer megabytes) {
    return new FaultRule(
        kind,
        operations,
        null,
        count,
        delay == null ? null : delay.toMillis(),
        null,
        null,
        null,
        null,
        megabytes,
        null,
        null,
        null);
  }
}
