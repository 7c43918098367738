package dev.gamelan.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gamelan.schemas.Ending;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
  private static final int STAGES = Runtime.getRuntime().availableProcessors();
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
  void whatIsPromisedHoldsWhateverHappens() throws Exception {
    Long one = Long.getLong("gamelan.simulation.seed");
    if (one != null) {
      told(one, null);
      return;
    }
    long began = System.nanoTime();
    var seeds = new AtomicLong(FIRST);
    List<Callable<Sum>> stages = Collections.nCopies(STAGES, () -> played(seeds));
    var sum = new Sum();
    try (var threads = Executors.newFixedThreadPool(STAGES)) {
      for (Future<Sum> played : threads.invokeAll(stages)) {
        sum.add(played.get());
      }
    }
    if (sum.broken != null) {
      told(sum.brokenAt, sum.broken);
      throw new AssertionError("Broken at seed " + sum.brokenAt, sum.broken);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "schedules=%d from seed=%d took %.1f s, %.0f a second; simulated %d h; requests at"
            + " Gong=%d; endings=%s; deaths=%s%n",
        SCHEDULES,
        FIRST,
        seconds,
        SCHEDULES / seconds,
        sum.seconds / 3600,
        sum.arrivals,
        sum.endings,
        sum.died);
    assertThat(sum.schedules).isEqualTo(SCHEDULES);
    assertThat(sum.endings).containsKeys(Ending.ANSWERED, Ending.EXPIRED, Ending.OUTCOME_UNKNOWN);
  }

  /** What schedules came to, and which was the first to break. */
  private static final class Sum {
    private int schedules;
    private int arrivals;
    private long seconds;
    private final Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    private final Map<String, Integer> died = new TreeMap<>();
    private long brokenAt = Long.MAX_VALUE;
    private @Nullable Throwable broken;

    void add(Simulation.Outcome outcome) {
      schedules++;
      arrivals += outcome.arrivals();
      seconds += outcome.seconds();
      outcome.endings().forEach((ending, count) -> endings.merge(ending, count, Integer::sum));
      outcome.died().forEach((step, count) -> died.merge(step, count, Integer::sum));
    }

    void add(Sum other) {
      schedules += other.schedules;
      arrivals += other.arrivals;
      seconds += other.seconds;
      other.endings.forEach((ending, count) -> endings.merge(ending, count, Integer::sum));
      other.died.forEach((step, count) -> died.merge(step, count, Integer::sum));
      if (other.broken != null && other.brokenAt < brokenAt) {
        brokenAt = other.brokenAt;
        broken = other.broken;
      }
    }
  }

  /** One stage, on which one schedule after the other is played until none is left. */
  private static Sum played(AtomicLong seeds) {
    var sum = new Sum();
    for (long seed = seeds.getAndIncrement();
        seed < FIRST + SCHEDULES;
        seed = seeds.getAndIncrement()) {
      try {
        sum.add(new Simulation(seed, null).run());
      } catch (AssertionError | RuntimeException broken) {
        sum.brokenAt = seed;
        sum.broken = broken;
        seeds.set(FIRST + SCHEDULES);
        return sum;
      }
    }
    return sum;
  }

  /** Once more, and this time with all that happens. */
  private static void told(long seed, @Nullable Throwable broken) {
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
