package dev.gamelan.quota.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a permit costs at Redis: trips are asserted, time is printed. */
@ExtendWith(FreshEngine.class)
class PermitCostIT {
  private static final int PERMITS = 2_000;

  private final Engine engine;

  PermitCostIT(Engine engine) {
    this.engine = engine;
  }

  @Test
  void aPermitIsOneRoundTripAndSoIsItsOutcome() {
    try (var quota = engine.openInstance(3, 100_000)) {
      measured(quota, PERMITS);
      long before = engine.scriptCalls();
      long[] micros = measured(quota, PERMITS);
      assertThat(engine.scriptCalls() - before).as("two trips each").isEqualTo(2L * PERMITS);
      System.out.printf(
          "a permit at Redis: p50 %d us, p99 %d us%n",
          micros[PERMITS / 2], micros[PERMITS * 99 / 100]);
    }
  }

  private long[] measured(Engine.Instance quota, int permits) {
    long[] micros = new long[permits];
    for (int i = 0; i < permits; i++) {
      engine.pass(Duration.ofMillis(350));
      long began = System.nanoTime();
      Decision decision = quota.ask("h1");
      micros[i] = (System.nanoTime() - began) / 1_000;
      quota.report("h1", ((Decision.Granted) decision).permitId(), false, Duration.ZERO);
    }
    Arrays.sort(micros);
    return micros;
  }
}
