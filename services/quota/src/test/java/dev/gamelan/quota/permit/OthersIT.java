package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static dev.gamelan.quota.permit.Holder.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gamelan.quota.permit.Decision.Granted;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others who use the same Gong account make of the pace and of the day. */
@ExtendWith(FreshEngine.class)
class OthersIT {
  private final Engine engine;

  OthersIT(Engine engine) {
    this.engine = engine;
  }

  @Test
  void afterA429TheRateIsHalvedAndBackWithinAMinuteWhicheverInstanceIsAsked() {
    try (var quota = engine.openInstance(3, 10_000);
        var other = engine.instance(3, 10_000)) {
      tooMany(quota, Duration.ofSeconds(1));
      assertThat(quota.balance().pace()).isEqualTo(0.5);
      var frozen = refused(other.ask("h1"));
      assertThat(frozen.refusal()).isEqualTo(Refusal.FROZEN);
      engine.pass(until(frozen));
      assertThat(((Granted) other.ask("h1")).spacing()).isEqualTo(Duration.ofMillis(690));
      engine.pass(Duration.ofSeconds(30));
      assertThat(other.balance().pace()).isEqualTo(0.75, within(0.01));
      engine.pass(Duration.ofSeconds(30));
      assertThat(other.balance().pace()).isEqualTo(1);
      assertThat(((Granted) other.ask("h1")).spacing()).isEqualTo(Duration.ofMillis(345));
    }
  }

  @Test
  void several429sOfOneMomentSlowDownOnce() {
    try (var quota = engine.openInstance(3, 10_000)) {
      List<Granted> granted = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        granted.add((Granted) quota.ask("h1"));
      }
      granted.forEach(
          permit -> quota.report("h1", permit.permitId(), false, Duration.ofSeconds(1)));
      assertThat(quota.balance().pace()).isEqualTo(0.5);
    }
  }

  @Test
  void a429ForHoursTellsThatOthersSpentTheRestOfTheDay() {
    try (var quota = engine.openInstance(3, 100)) {
      for (int i = 0; i < 39; i++) {
        quota.ask("h1");
        engine.pass(Duration.ofSeconds(1));
      }
      tooMany(quota, Duration.ofHours(8));
      assertThat(quota.balance().foreign()).isEqualTo(60);
      assertThat(quota.balance().left()).isZero();
      assertThat(quota.balance().frozenForDay()).isTrue();
      var refused = refused(quota.ask("h1"));
      assertThat(refused.refusal()).isEqualTo(Refusal.DAY_SPENT);
      assertThat(until(refused)).isBetween(Duration.ofHours(7), Duration.ofHours(8));
      engine.pass(until(refused));
      assertThat(quota.balance().foreign()).as("a third of a day later").isBetween(38L, 41L);
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
      engine.pass(Duration.ofHours(16).plusMinutes(20));
      assertThat(quota.balance().foreign()).isZero();
    }
  }

  @Test
  void a429ForHoursWhenOurOwnDayIsSpentTellsNothingOfOthers() {
    try (var quota = engine.openInstance(3, 1)) {
      tooMany(quota, Duration.ofHours(8));
      assertThat(quota.balance().foreign()).isZero();
    }
  }

  /** Others take one or two of three a second, evenly, while we have work all the time. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void steadyUseByOthersIsMadeRoomForAndHardlyAnythingOfTheRestIsWasted(int foreignPerSecond) {
    var dice = new Random(foreignPerSecond);
    try (var quota = engine.openInstance(3, 100_000)) {
      var gong = new Gong(foreignPerSecond, dice);
      long began = engine.now();
      long measured = began + 600_000;
      long end = began + 2_400_000;
      int early = 0;
      int late = 0;
      int accepted = 0;
      while (engine.now() < end) {
        switch (quota.ask("h1")) {
          case Granted granted -> {
            engine.pass(granted.delay().plusMillis(1));
            boolean taken = gong.takes(engine.now());
            quota.report(
                "h1",
                granted.permitId(),
                false,
                taken ? Duration.ZERO : Duration.ofMillis(1_000 + dice.nextInt(250)));
            early += !taken && engine.now() < measured ? 1 : 0;
            late += !taken && engine.now() >= end - 600_000 ? 1 : 0;
            accepted += taken && engine.now() >= measured ? 1 : 0;
          }
          case Decision.Refused refused -> engine.pass(until(refused));
          case Decision.Done done -> throw new AssertionError(done);
        }
      }
      double left = (3 - foreignPerSecond) * (end - measured) / 1000.0;
      System.out.printf(
          "others %d/s: 429s in the first and last ten minutes %d and %d, of the rest used %.2f%n",
          foreignPerSecond, early, late, accepted / left);
      assertThat(late).as("429s decay").isLessThanOrEqualTo(early).isLessThan(20);
      assertThat(accepted / left).isGreaterThan(0.8);
    }
  }

  /** Three in any second, of which others take some. */
  private static final class Gong {
    private final Deque<Long> log = new ArrayDeque<>();
    private final long every;
    private final Random dice;
    private long nextForeign = Long.MIN_VALUE;

    Gong(int foreignPerSecond, Random dice) {
      this.every = 1000L / foreignPerSecond;
      this.dice = dice;
    }

    boolean takes(long now) {
      if (nextForeign == Long.MIN_VALUE) {
        nextForeign = now;
      }
      while (nextForeign <= now) {
        admit(nextForeign);
        nextForeign += every + dice.nextInt(5) - 2;
      }
      return admit(now);
    }

    private boolean admit(long at) {
      while (!log.isEmpty() && at - log.getFirst() >= 1000) {
        log.removeFirst();
      }
      if (log.size() >= 3) {
        return false;
      }
      log.addLast(at);
      return true;
    }
  }

  private void tooMany(Engine.Instance quota, Duration retryAfter) {
    var granted = (Granted) quota.ask("h1");
    engine.pass(granted.delay());
    quota.report("h1", granted.permitId(), false, retryAfter);
  }
}
