package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static dev.gamelan.quota.permit.Holder.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshEngine.class)
class TurnsIT {
  private static final long SECOND = 1000;

  private final Engine engine;
  private final Sends sends = new Sends();

  TurnsIT(Engine engine) {
    this.engine = engine;
  }

  @Test
  void turnsOfOneHolderAreOneIntervalApart() {
    try (var quota = engine.openInstance(3, 10_000)) {
      List<Long> turns = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        var granted = (Granted) quota.ask("h1");
        turns.add(engine.now() + granted.delay().toMillis());
        engine.pass(granted.delay().plusMillis(1));
        assertThat(granted.spacing()).isEqualTo(Duration.ofMillis(345));
      }
      long average = (turns.getLast() - turns.getFirst()) / (turns.size() - 1);
      assertThat(average).as("milliseconds between starts").isBetween(344L, 350L);
    }
  }

  @Test
  void neverMoreThanThreeInAnySecondHoweverLateTheSends() {
    var random = new Random(3);
    try (var quota = engine.openInstance(3, 10_000)) {
      var holder = new Holder("h1", engine, sends);
      for (int i = 0; i < 300; i++) {
        int lateness = random.nextInt(4) == 0 ? random.nextInt(1100) : random.nextInt(20);
        holder.send(quota, Duration.ofMillis(lateness));
        if (random.nextInt(10) == 0) {
          engine.pass(Duration.ofMillis(random.nextInt(3000)));
        }
      }
    }
    assertThat(sends.size()).isGreaterThan(250);
    assertThat(sends.mostWithin(SECOND)).isEqualTo(3);
  }

  @Test
  void permitsAskedForAtOnceWaitForTheirTurnsAndTheRestIsRefused() {
    try (var quota = engine.openInstance(3, 10_000)) {
      List<Long> delays = new ArrayList<>();
      Decision decision = quota.ask("h1");
      while (decision instanceof Granted granted) {
        delays.add(granted.delay().toMillis());
        decision = quota.ask("h1");
      }
      assertThat(delays).hasSizeBetween(3, 4).isSorted();
      assertThat(delays.getLast()).isLessThanOrEqualTo(1000);
      assertThat(refused(decision).refusal()).isEqualTo(Refusal.NOT_YET);
      assertThat(quota.spent()).as("a refused permit costs no unit").isEqualTo(delays.size());
    }
  }

  @Test
  void nothingIsGrantedWhileGongWantsAPause() {
    try (var quota = engine.openInstance(3, 10_000)) {
      var granted = (Granted) quota.ask("h1");
      quota.report("h1", granted.permitId(), false, Duration.ofSeconds(30));
      Refused frozen = refused(quota.ask("h1"));
      assertThat(frozen.refusal()).isEqualTo(Refusal.FROZEN);
      assertThat(frozen.retryAfter()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
      assertThat(quota.spent()).isEqualTo(1);
      engine.pass(until(frozen));
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
    }
  }

  @Test
  void turnsTakenUnderOtherLimitsAreStillWaitedFor() {
    try (var before = engine.openInstance(3, 10_000)) {
      before.ask("h1");
      before.ask("h1");
    }
    try (var after = engine.instance(1, 10_000)) {
      Decision next = after.ask("h1");
      assertThat(next instanceof Granted granted ? granted.delay() : until(refused(next)))
          .isPositive();
    }
  }
}
