package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FreshEngine.class)
class GuestsIT {
  private static final int WAY = 1_000;

  private final Engine engine;

  GuestsIT(Engine engine) {
    this.engine = engine;
  }

  @Test
  void aGuestCountsInTheDayAndTakesNoLease() {
    try (var quota = engine.openInstance(3, 2)) {
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
      engine.pass(Duration.ofSeconds(10));
      assertThat(quota.askAsGuest("nightly")).isInstanceOf(Granted.class);
      assertThat(quota.spent()).isEqualTo(2);
      assertThat(refused(quota.askAsGuest("nightly")).refusal()).isEqualTo(Refusal.DAY_SPENT);
      assertThat(refused(quota.ask("h1")).refusal())
          .as("still the holder")
          .isEqualTo(Refusal.DAY_SPENT);
    }
  }

  @Test
  void aConnectionOfOneASecondHasNoRoomForGuests() {
    try (var quota = engine.openInstance(1, 100)) {
      assertThat(refused(quota.askAsGuest("nightly")).refusal()).isEqualTo(Refusal.NO_GUESTS);
    }
  }

  @Test
  void afterAGuestHasItsAnswerTheHolderHasItsFullRateAgain() {
    try (var quota = engine.openInstance(3, 100)) {
      var guest = (Granted) quota.askAsGuest("nightly");
      assertThat(((Granted) quota.ask("h1")).spacing()).isEqualTo(Duration.ofMillis(518));
      quota.report(
          Asker.guest("nightly"),
          new Outcome(guest.permitId(), Outcome.Result.RESPONDED, Duration.ZERO, "", ""));
      engine.pass(Duration.ofMillis(1_100));
      assertThat(((Granted) quota.ask("h1")).spacing()).isEqualTo(Duration.ofMillis(345));
    }
  }

  /**
   * The holder keeps what gong-caller keeps: as many arrivals in a second as its permits' spacing
   * stands for. The guest keeps nothing but its permits, sends at any moment they allow, and its
   * requests are on their way for anything up to a second.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void noSecondAtGongHoldsMoreThanTheRateOfHolderAndGuestTogether(long seed) {
    var dice = new Random(seed);
    List<Long> arrivals = new ArrayList<>();
    List<Long> holders = new ArrayList<>();
    try (var quota = engine.openInstance(3, 100_000)) {
      long nextGuest = engine.now() + dice.nextInt(5_000);
      long nextHolder = engine.now();
      int guests = 0;
      for (int step = 0; step < 500; step++) {
        engine.passUntil(Math.min(nextGuest, nextHolder));
        if (nextGuest <= engine.now()) {
          long asked = engine.now();
          Decision decision = quota.askAsGuest("nightly");
          if (decision instanceof Granted granted) {
            guests++;
            long latest = asked + granted.expires().toMillis();
            long earliest = asked + granted.delay().toMillis() + 1;
            long sent = earliest + dice.nextInt((int) Math.max(1, latest - earliest));
            long arrived = sent + dice.nextInt(WAY);
            arrivals.add(arrived);
            if (dice.nextBoolean()) {
              engine.passUntil(Math.min(arrived, nextHolder));
              if (engine.now() >= arrived) {
                quota.report(
                    Asker.guest("nightly"),
                    new Outcome(
                        granted.permitId(), Outcome.Result.RESPONDED, Duration.ZERO, "", ""));
              }
            }
            nextGuest = engine.now() + (dice.nextInt(3) == 0 ? dice.nextInt(20_000) : 0);
          } else {
            nextGuest = engine.now() + Holder.until((Refused) decision).toMillis();
          }
        }
        if (nextHolder <= engine.now()) {
          long asked = engine.now();
          Decision decision = quota.ask("h1");
          if (decision instanceof Granted granted) {
            int perSecond = Math.ceilDiv(1000, (int) granted.spacing().toMillis());
            long own =
                holders.size() < perSecond ? 0 : holders.get(holders.size() - perSecond) + 1000;
            long last = holders.isEmpty() ? 0 : holders.getLast() + granted.spacing().toMillis();
            long sent = Math.max(Math.max(asked + granted.delay().toMillis() + 1, own), last);
            if (dice.nextInt(4) == 0) {
              sent += dice.nextInt(900);
            }
            if (sent <= asked + granted.expires().toMillis()) {
              arrivals.add(sent);
              holders.add(sent);
              nextHolder = sent;
            } else {
              nextHolder = asked + granted.expires().toMillis();
            }
          } else {
            nextHolder = engine.now() + Holder.until((Refused) decision).toMillis();
          }
        }
      }
      assertThat(guests).isGreaterThan(30);
      assertThat(holders.size()).isGreaterThan(150);
    }
    var sends = new Sends();
    arrivals.forEach(sends::at);
    assertThat(sends.mostWithin(1000)).isEqualTo(3);
  }
}
