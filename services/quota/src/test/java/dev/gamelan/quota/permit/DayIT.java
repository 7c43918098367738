package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static dev.gamelan.quota.permit.Holder.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshEngine.class)
class DayIT {
  private static final long SECOND = 1000;
  private static final long DAY = Duration.ofHours(24).toMillis();

  private final Engine engine;
  private final Sends sends = new Sends();

  DayIT(Engine engine) {
    this.engine = engine;
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
          engine.pass(patient ? until(refused) : Duration.ofMinutes(random.nextInt(200)));
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
  void aUnitCountedAtTheEndOfASlotAndSentInTheNextCountsForAFullDay() {
    try (var quota = engine.openInstance(3, 1)) {
      var holder = new Holder("h1", engine, sends);
      holder.send(quota, Duration.ZERO);
      // Units come free when a slot begins; so the end of that slot is known.
      engine.pass(until(refused(quota.ask("h1"))));
      engine.pass(Duration.ofMinutes(5).minusMillis(200));
      assertThat(holder.send(quota, Duration.ofMillis(900))).isInstanceOf(Granted.class);
      engine.pass(until(refused(quota.ask("h1"))));
      assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
    }
    assertThat(sends.size()).isEqualTo(3);
    assertThat(sends.mostWithin(DAY)).isEqualTo(1);
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
}
