package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.RedisAtHand;
import dev.gamelan.quota.permit.Decision.Done;
import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PermitsIT {
  private static final RedisAtHand REDIS = RedisAtHand.empty();
  private static final long SECOND = 1000;
  private static final long DAY = Duration.ofHours(24).toMillis();
  private static final Duration LEASE = Duration.ofSeconds(2);

  private Engine engine;
  private Sends sends;

  @BeforeEach
  void start() {
    engine = new Engine(REDIS);
    sends = new Sends();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private static Duration wait(Refused refused) {
    return Objects.requireNonNull(refused.retryAfter(), refused.detail());
  }

  @AfterAll
  static void stopRedis() {
    REDIS.close();
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
  void aSecondHolderIsFencedUntilTheLeaseRunsOut() {
    try (var quota = engine.openInstance(3, 10_000)) {
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
      Refused fenced = refused(quota.ask("h2"));
      assertThat(fenced.refusal()).isEqualTo(Refusal.FENCED);
      assertThat(fenced.retryAfter()).isBetween(Duration.ofMillis(1500), LEASE);

      engine.pass(LEASE.plusMillis(1));
      assertThat(quota.permits().claim(Engine.CONNECTION, "h2")).isInstanceOf(Done.class);
    }
  }

  @Test
  void anyWordFromTheHolderRenewsItsLease() {
    try (var quota = engine.openInstance(3, 10_000)) {
      var granted = (Granted) quota.ask("h1");
      engine.pass(Duration.ofMillis(1500));
      quota.report("h1", granted.permitId(), false, Duration.ZERO);
      engine.pass(Duration.ofMillis(1500));
      assertThat(refused(quota.ask("h2")).refusal()).isEqualTo(Refusal.FENCED);
      assertThat(quota.permits().claim(Engine.CONNECTION, "h1")).isInstanceOf(Done.class);
      engine.pass(Duration.ofMillis(1500));
      assertThat(refused(quota.ask("h2")).refusal()).isEqualTo(Refusal.FENCED);
    }
  }

  @Test
  void aSupersededHolderNeverComesBack() {
    try (var quota = engine.openInstance(3, 10_000)) {
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
      engine.pass(LEASE.plusMillis(1));
      assertThat(quota.permits().claim(Engine.CONNECTION, "h2")).isInstanceOf(Done.class);

      for (int i = 0; i < 30; i++) {
        Refused fenced = refused(quota.ask("h1"));
        assertThat(fenced.refusal()).isEqualTo(Refusal.FENCED);
        assertThat(fenced.retryAfter()).as("never").isNull();
        assertThat(quota.permits().claim(Engine.CONNECTION, "h1")).isInstanceOf(Refused.class);
        engine.pass(Duration.ofHours(1));
      }
    }
  }

  @Test
  void aSuccessorWaitsUntilThePredecessorsLastPermitIsASecondPast() {
    try (var quota = engine.openInstance(3, 10_000)) {
      var first = new Holder("h1", engine, sends);
      var second = new Holder("h2", engine, sends);
      for (int i = 0; i < 20; i++) {
        first.send(quota, Duration.ZERO);
      }
      long asked = engine.now();
      var last = (Granted) quota.ask("h1");
      long received = engine.now();
      // The predecessor uses its last permit at the last moment, and the successor asks at once.
      long usable = last.expires().minus(last.delay()).toMillis() - 50;
      assertThat(first.use(asked, received, last, Duration.ofMillis(usable))).isTrue();
      long lastSend = sends.moments().getLast();
      Decision decision = second.send(quota, Duration.ZERO);
      while (decision instanceof Refused refused) {
        engine.pass(wait(refused));
        decision = second.send(quota, Duration.ZERO);
      }
      for (int i = 0; i < 5; i++) {
        second.send(quota, Duration.ZERO);
      }
      assertThat(sends.moments().get(sends.moments().indexOf(lastSend) + 1) - lastSend)
          .isGreaterThanOrEqualTo(SECOND);
      assertThat(sends.mostWithin(SECOND)).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aReleasedConnectionIsFreeAtOnce() {
    try (var quota = engine.openInstance(3, 10_000)) {
      var first = new Holder("h1", engine, sends);
      first.send(quota, Duration.ZERO);
      quota.permits().release(Engine.CONNECTION, "h1");
      assertThat(refused(quota.ask("h1")).retryAfter()).as("released is superseded").isNull();

      Refused settling = refused(quota.ask("h2"));
      assertThat(settling.retryAfter()).isLessThanOrEqualTo(Duration.ofMillis(345));
      engine.pass(wait(settling));
      assertThat(quota.ask("h2")).isInstanceOf(Granted.class);
    }
  }

  @Test
  void aConnectionReleasedWithOpenPermitsStaysQuietUntilTheyHaveExpired() {
    try (var quota = engine.openInstance(3, 10_000)) {
      quota.ask("h1");
      quota.permits().release(Engine.CONNECTION, "h1");
      assertThat(refused(quota.ask("h2")).retryAfter()).isGreaterThan(Duration.ofMillis(2500));
    }
  }

  @Test
  void theDaysLimitHoldsInAnyRolling24Hours() {
    var random = new Random(24);
    long perDay = 25;
    try (var quota = engine.openInstance(3, perDay)) {
      var holder = new Holder("h1", engine, sends);
      int refusals = 0;
      long end = engine.now() + 6 * DAY;
      while (engine.now() < end) {
        Decision decision = holder.send(quota, Duration.ofMillis(random.nextInt(3) == 0 ? 900 : 0));
        if (decision instanceof Refused refused) {
          assertThat(refused.refusal()).isEqualTo(Refusal.DAY_SPENT);
          refusals++;
          boolean patient = random.nextBoolean();
          engine.pass(patient ? wait(refused) : Duration.ofMinutes(random.nextInt(200)));
          if (patient) {
            assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
          }
        } else {
          engine.pass(Duration.ofMinutes(random.nextInt(90)));
        }
      }
      assertThat(refusals).isPositive();
    }
    assertThat(sends.size()).as("of at most 150 in six days").isGreaterThan(100);
    assertThat(sends.mostWithin(DAY)).isEqualTo((int) perDay);
  }

  @Test
  void unitsSpentAtTheVeryEndOfASlotCountForAFullDay() {
    try (var quota = engine.openInstance(3, 1)) {
      var holder = new Holder("h1", engine, sends);
      long clock = 0;
      for (int i = 0; i < 40; i++) {
        // All phases of a slot of five minutes, a permit sent as late as it may be.
        Decision decision = holder.send(quota, Duration.ofMillis(950));
        if (decision instanceof Refused refused) {
          engine.pass(wait(refused));
        } else {
          engine.pass(Duration.ofMillis(clock));
          clock += 17_321;
        }
      }
    }
    assertThat(sends.size()).isGreaterThan(10);
    assertThat(sends.mostWithin(DAY)).isEqualTo(1);
  }

  @Test
  void clockJumpsNeitherFreeUnitsNorEndLeasesNorHurryTurns() {
    try (var quota = engine.openInstance(3, 20)) {
      var holder = new Holder("h1", engine, sends);
      for (int i = 0; i < 10; i++) {
        assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
      }
      for (var jump : List.of(Duration.ofHours(12), Duration.ofHours(-1), Duration.ofHours(30))) {
        engine.turnRedisClock(jump);
        engine.turnWallClock(jump);
        assertThat(refused(quota.ask("h2")).refusal()).isEqualTo(Refusal.FENCED);
        for (int i = 0; i < 3; i++) {
          assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
        }
      }
      assertThat(quota.spent()).isEqualTo(19);
      assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
      assertThat(refused(holder.send(quota, Duration.ZERO)).refusal()).isEqualTo(Refusal.DAY_SPENT);
      assertThat(sends.mostWithin(SECOND)).isLessThanOrEqualTo(3);
      engine.pass(Duration.ofHours(24).plusMinutes(10));
      assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
    }
  }

  @Test
  void anInstanceWhoseClockDisagreesWithRedisGrantsNothingAtItsStart() {
    try (var before = engine.openInstance(3, 10_000)) {
      assertThat(before.ask("h1")).isInstanceOf(Granted.class);
    }
    engine.turnWallClock(Duration.ofMinutes(6));
    try (var after = engine.instance(3, 10_000)) {
      Refused refused = refused(after.ask("h1"));
      assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE);
      assertThat(refused.detail()).contains("clocks");
      engine.turnWallClock(Duration.ofMinutes(-6));
      assertThat(after.ask("h1")).isInstanceOf(Granted.class);
    }
  }

  @Test
  void aRestartOrOtherLimitsRefillNothing() {
    try (var before = engine.openInstance(3, 10)) {
      var holder = new Holder("h1", engine, sends);
      for (int i = 0; i < 10; i++) {
        holder.send(before, Duration.ZERO);
      }
      assertThat(refused(before.ask("h1")).refusal()).isEqualTo(Refusal.DAY_SPENT);
    }
    try (var after = engine.instance(1, 12)) {
      assertThat(after.spent()).isEqualTo(10);
      var first = (Granted) after.ask("h1");
      var second = (Granted) after.ask("h1");
      assertThat(second.delay().minus(first.delay())).isGreaterThan(Duration.ofMillis(1000));
      assertThat(refused(after.ask("h1")).refusal()).isEqualTo(Refusal.DAY_SPENT);
    }
  }

  @Test
  void anUnusedPermitGivesItsUnitBackOnce() {
    try (var quota = engine.openInstance(3, 10_000)) {
      var used = (Granted) quota.ask("h1");
      var unused = (Granted) quota.ask("h1");
      assertThat(quota.spent()).isEqualTo(2);
      for (int i = 0; i < 3; i++) {
        quota.report("h1", unused.permitId(), true, Duration.ZERO);
        quota.report("h1", used.permitId(), false, Duration.ZERO);
        quota.report("h1", used.permitId(), true, Duration.ZERO);
        quota.report("h1", "no such permit", true, Duration.ZERO);
      }
      assertThat(quota.spent()).isEqualTo(1);
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
      engine.pass(wait(frozen));
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
    }
  }

  @Test
  void twoInstancesGrantAsOne() {
    try (var one = engine.openInstance(3, 40);
        var other = engine.instance(3, 40)) {
      var holder = new Holder("h1", engine, sends);
      for (int i = 0; i < 20; i++) {
        assertThat(holder.send(one, Duration.ZERO)).isInstanceOf(Granted.class);
        assertThat(holder.send(other, Duration.ZERO)).isInstanceOf(Granted.class);
      }
      assertThat(refused(holder.send(one, Duration.ZERO)).refusal()).isEqualTo(Refusal.DAY_SPENT);
      assertThat(refused(holder.send(other, Duration.ZERO)).refusal()).isEqualTo(Refusal.DAY_SPENT);
      assertThat(sends.mostWithin(SECOND)).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aFlushedRedisGrantsNothingUntilRestoredAndThenCountsAsBefore() {
    try (var quota = engine.openInstance(3, 10_000)) {
      List<Attempt> told = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        var granted = (Granted) quota.ask("h1");
        engine.pass(granted.delay());
        if (i < 10) {
          boolean former = i < 3;
          told.add(
              new Attempt(
                  granted.permitId(),
                  former ? "h0" : "h1",
                  Instant.now().minus(Duration.ofMinutes(former ? 10 : 0))));
        }
      }
      engine.flush();
      for (int i = 0; i < 5; i++) {
        assertThat(refused(quota.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
        assertThat(quota.permits().claim(Engine.CONNECTION, "h1")).isInstanceOf(Refused.class);
      }
      assertThat(quota.ledger().restore(Engine.CONNECTION, told)).isTrue();
      assertThat(quota.spent())
          .as("ten that the topic tells of and two that are on the wire")
          .isEqualTo(12);
      assertThat(refused(quota.ask("h0")).retryAfter()).as("a former holder").isNull();
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
    }
  }

  @Test
  void onlyTheFirstToRestoreAConnectionDoes() {
    try (var one = engine.instance(3, 10_000);
        var other = engine.instance(3, 10_000)) {
      assertThat(refused(one.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
      assertThat(refused(other.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
      one.ledger().restore(Engine.CONNECTION, List.of());
      assertThat(one.ask("h1")).isInstanceOf(Granted.class);
      other.ledger().restore(Engine.CONNECTION, List.of(new Attempt("p1", "h0", Instant.now())));
      assertThat(other.spent()).isEqualTo(1);
      assertThat(other.ledger().lost()).isEmpty();
    }
  }

  @Test
  void anOlderStateIsNoticedAndTheLargerCountHolds() {
    try (var quota = engine.openInstance(3, 10_000)) {
      List<Attempt> told = new ArrayList<>();
      Engine.Snapshot older = engine.snapshot();
      for (int i = 0; i < 8; i++) {
        if (i == 4) {
          older = engine.snapshot();
        }
        var granted = (Granted) quota.ask("h1");
        engine.pass(granted.delay());
        told.add(new Attempt(granted.permitId(), "h1", Instant.now()));
      }
      engine.goBackTo(older);
      assertThat(refused(quota.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
      quota.ledger().restore(Engine.CONNECTION, told);
      assertThat(quota.spent()).isEqualTo(8);
    }
  }

  @Test
  void whatOnlyTheTopicKnowsIsRaisedAndWhatBothKnowIsNotDoubled() {
    try (var quota = engine.openInstance(3, 10_000)) {
      for (int i = 0; i < 5; i++) {
        engine.pass(((Granted) quota.ask("h1")).delay());
      }
      quota.ledger().raise(Engine.CONNECTION, java.util.Map.of(0L, 5));
      assertThat(quota.spent()).isEqualTo(5);
      quota.ledger().raise(Engine.CONNECTION, java.util.Map.of(0L, 5, 3_600_000L, 4));
      assertThat(quota.spent()).isEqualTo(9);
      quota.ledger().raise(Engine.CONNECTION, java.util.Map.of(0L, 5, 3_600_000L, 4));
      assertThat(quota.spent()).isEqualTo(9);
    }
  }
}
