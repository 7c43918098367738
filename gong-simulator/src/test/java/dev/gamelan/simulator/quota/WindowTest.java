package dev.gamelan.simulator.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  @Test
  void fixedWindowStartsAfreshAtEveryBoundary() {
    var window = new FixedWindow(3, SECOND, 0);

    assertThat(passed(window, 900, 950, 999)).containsExactly(true, true, true);
    assertThat(window.waitAt(999 * MILLI)).isEqualTo(MILLI);
    assertThat(passed(window, 1000, 1001, 1002, 1003)).containsExactly(true, true, true, false);
  }

  @Test
  void fixedWindowKnowsWhereItsBoundariesLie() {
    var window = new FixedWindow(1, SECOND, 250 * MILLI);

    assertThat(passed(window, 100, 249, 250)).containsExactly(true, false, true);
    assertThat(window.waitAt(300 * MILLI)).isEqualTo(950 * MILLI);
  }

  @Test
  void slidingWindowLetsTheFourthPassExactlyOneSecondAfterTheFirst() {
    var window = new SlidingWindow(3, SECOND);

    assertThat(passed(window, 0, 400, 800)).containsExactly(true, true, true);
    assertThat(window.waitAt(999 * MILLI)).isEqualTo(MILLI);
    assertThat(passed(window, 999, 1000, 1399, 1400)).containsExactly(false, true, false, true);
  }

  @Test
  void slidingWindowNeverHoldsMoreThanItsLimitWhateverComes() {
    var window = new SlidingWindow(3, SECOND);
    var random = new Random(7);
    List<Long> accepted = new ArrayList<>();
    long now = 0;
    for (int arrival = 0; arrival < 20_000; arrival++) {
      now += random.nextLong(250 * MILLI);
      long moment = now;
      long within = accepted.reversed().stream().limit(3).filter(t -> moment - t < SECOND).count();
      boolean passes = window.waitAt(now) == 0;
      assertThat(passes).isEqualTo(within < 3);
      if (passes) {
        window.pass(now);
        accepted.add(now);
      }
    }
    assertThat(accepted).hasSizeGreaterThan(5_000);
  }

  @Test
  void bucketGivesItsBurstAndThenOneAtATime() {
    var window = new TokenBucket(4, SECOND);

    assertThat(passed(window, 0, 0, 0, 0, 0)).containsExactly(true, true, true, true, false);
    assertThat(window.waitAt(0)).isEqualTo(250 * MILLI);
    assertThat(passed(window, 249, 250, 499, 500)).containsExactly(false, true, false, true);
  }

  @Test
  void bucketNeverHoldsMoreThanItsCapacity() {
    var window = new TokenBucket(4, SECOND);

    assertThat(passed(window, 0, 60_000, 60_000, 60_000, 60_000, 60_000))
        .containsExactly(true, true, true, true, true, false);
  }

  @Test
  void refusedRequestsCountWhenToldTo() {
    var sliding = new SlidingWindow(1, SECOND);
    sliding.pass(0);
    sliding.refuse(900 * MILLI);
    var bucket = new TokenBucket(4, SECOND);
    bucket.refuse(0);

    assertThat(sliding.waitAt(1_500 * MILLI)).isEqualTo(400 * MILLI);
    assertThat(bucket.waitAt(0)).isEqualTo(250 * MILLI);
  }

  private static List<Boolean> passed(Window window, long... millis) {
    List<Boolean> passed = new ArrayList<>();
    for (long milli : millis) {
      boolean passes = window.waitAt(milli * MILLI) == 0;
      if (passes) {
        window.pass(milli * MILLI);
      }
      passed.add(passes);
    }
    return passed;
  }
}
