package dev.gamelan.toolrouter.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaState;
import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConnectionStatesTest {
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  private final MovableClock clock = new MovableClock();
  private final Instant now = clock.instant();
  private long nanos;
  private final ConnectionStates states = new ConnectionStates(clock, () -> nanos);

  private static LaneState frozenFor(Duration pause, Instant at) {
    return LaneState.newBuilder()
        .setConnection("default")
        .setHolder("h")
        .setQueued(5)
        .setInFlight(0)
        .setStartsPerSecond(3)
        .setAnswerMillis(1000)
        .setFrozenUntil(at.plus(pause))
        .setAt(at)
        .build();
  }

  private LaneState lane() {
    return Objects.requireNonNull(states.lane("default"));
  }

  private void pass(Duration time) {
    clock.advance(time);
    nanos += time.toNanos();
  }

  @Test
  void whatASlowerOrAnEqualClockSaidStandsAsItIs() {
    LaneState said = frozenFor(Duration.ofMinutes(1), now.minus(Duration.ofHours(1)));
    states.replay(said);
    assertThat(lane()).isSameAs(said);

    LaneState sameTime = frozenFor(Duration.ofMinutes(1), now.plusMillis(900));
    states.replay(sameTime);
    pass(Duration.ofSeconds(30));
    assertThat(lane()).isSameAs(sameTime);
  }

  @Test
  void whatAFastClockSaidIsOfTheMomentAtWhichItWasHeard() {
    states.replay(frozenFor(Duration.ofMinutes(1), now.plus(HALF_A_DAY)));

    pass(Duration.ofSeconds(50));

    assertThat(lane().getAt()).isEqualTo(now);
    assertThat(lane().getFrozenUntil()).isEqualTo(now.plusSeconds(60));
  }

  @Test
  void whatWasHeardBeforeOurOwnClockWentBackIsOfThatMomentStill() {
    states.replay(frozenFor(Duration.ofMinutes(1), now));

    pass(Duration.ofSeconds(50));
    clock.advance(HALF_A_DAY.negated());

    assertThat(lane().getFrozenUntil()).isEqualTo(clock.instant().plusSeconds(10));
  }

  @Test
  void theSameGoesForQuota() {
    Instant ahead = now.plus(HALF_A_DAY);
    states.replay(
        QuotaState.newBuilder()
            .setConnection("default")
            .setPerSecond(3)
            .setPerDay(10)
            .setSpent(10)
            .setLeft(0)
            .setNextFreeAt(ahead.plusSeconds(1))
            .setFrozenUntil(ahead.plusSeconds(2))
            .setRunsOutAt(ahead.plusSeconds(3))
            .setAt(ahead)
            .build());

    QuotaState quota = Objects.requireNonNull(states.quota("default"));

    assertThat(quota.getAt()).isEqualTo(now);
    assertThat(quota.getNextFreeAt()).isEqualTo(now.plusSeconds(1));
    assertThat(quota.getFrozenUntil()).isEqualTo(now.plusSeconds(2));
    assertThat(quota.getRunsOutAt()).isEqualTo(now.plusSeconds(3));
  }
}
