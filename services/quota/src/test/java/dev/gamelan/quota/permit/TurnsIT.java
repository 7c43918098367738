package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static dev.gamelan.quota.permit.Holder.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.limits.LimitsBook;
import dev.gamelan.quota.limits.LimitsProperties;
import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import dev.gamelan.schemas.QuotaLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  void limitsChangedWhileRunningGiveNoTurnsAwayAndNoBurst() {
    var limits =
        LimitsBook.asConfigured(
            new LimitsProperties(
                true, 3, 10_000, Duration.ofMillis(35), Map.of(), Engine.undivided()));
    try (var quota = engine.opened(engine.instance(limits))) {
      var random = new Random(9);
      int[] rates = {10, 3, 1, 10, 2, 3};
      for (int version = 1; version <= rates.length; version++) {
        limits.replay(changed(version, rates[version - 1]));
        long from = engine.now();
        var sendsThen = new Sends();
        var holder = new Holder("h1", engine, sendsThen);
        for (int i = 0; i < 40; i++) {
          holder.send(quota, Duration.ofMillis(random.nextInt(20)));
        }
        assertThat(sendsThen.size()).isGreaterThan(35);
        assertThat(sendsThen.mostWithin(SECOND)).isEqualTo(rates[version - 1]);
        boolean lowered = version > 1 && rates[version - 1] < rates[version - 2];
        if (lowered) {
          assertThat(sendsThen.moments().getFirst() - from).isGreaterThanOrEqualTo(990);
        }
      }
      assertThat(quota.spent()).as("nothing was refilled").isGreaterThan(210);
      limits.replay(changed(3, 1000));
      assertThat(limits.of(Engine.CONNECTION).perSecond()).as("an old version").isEqualTo(3);
    }
  }

  private static QuotaLimits changed(long version, int perSecond) {
    return QuotaLimits.newBuilder()
        .setConnection(Engine.CONNECTION)
        .setVersion(version)
        .setPerSecond(perSecond)
        .setPerDay(10_000)
        .setControlShare(0)
        .setInteractiveShare(0)
        .setBackgroundShare(100)
        .setSafetyShare(0)
        .setChangedBy("ada")
        .setAt(Instant.EPOCH)
        .build();
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
