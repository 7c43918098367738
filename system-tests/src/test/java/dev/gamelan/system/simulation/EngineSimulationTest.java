package dev.gamelan.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gamelan.schemas.Ending;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Schedules drawn from seeds, in a time of their own, over the engine itself: whatever befalls it,
 * what was promised holds at every step. {@code -Dgamelan.simulation.seed} repeats one schedule and
 * tells what happened in it; {@code -Dgamelan.simulation.engine} says how many there are.
 */
class EngineSimulationTest {
  private static final int SCHEDULES = Integer.getInteger("gamelan.simulation.engine", 300);
  private static final long FIRST = Long.getLong("gamelan.simulation.from", 1);
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.gamelan");
  private static final Level BEFORE = LOG.getLevel();

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LOG.setLevel(BEFORE);
  }

  @Test
  void whatIsPromisedHoldsWhateverHappens() {
    Long one = Long.getLong("gamelan.simulation.seed");
    if (one != null) {
      told(one, null);
      return;
    }
    int arrivals = 0;
    long seconds = 0;
    Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    Map<String, Integer> died = new TreeMap<>();
    long began = System.nanoTime();
    for (long seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
      Simulation.Outcome outcome;
      try {
        outcome = new Simulation(seed, null).run();
      } catch (AssertionError | RuntimeException broken) {
        told(seed, broken);
        throw broken;
      }
      arrivals += outcome.arrivals();
      seconds += outcome.seconds();
      outcome.endings().forEach((ending, count) -> endings.merge(ending, count, Integer::sum));
      outcome.died().forEach((step, count) -> died.merge(step, count, Integer::sum));
    }
    double took = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "schedules=%d from seed=%d took %.1f s, %.0f a second; simulated %d h; requests at"
            + " Gong=%d; endings=%s; deaths=%s%n",
        SCHEDULES, FIRST, took, SCHEDULES / took, seconds / 3600, arrivals, endings, died);
    assertThat(endings).containsKeys(Ending.ANSWERED, Ending.EXPIRED, Ending.OUTCOME_UNKNOWN);
  }

  /** Once more, and this time with all that happens. */
  private static void told(long seed, @org.jspecify.annotations.Nullable Throwable broken) {
    var trace = new StringBuilder();
    try {
      new Simulation(seed, trace).run();
    } catch (AssertionError | RuntimeException again) {
      trace.append("BROKEN: ").append(again.getMessage()).append('\n');
      if (broken == null) {
        System.out.println(trace);
        throw again;
      }
    }
    System.out.printf("%s%nRepeat it with -Dgamelan.simulation.seed=%d%n", trace, seed);
  }
}
