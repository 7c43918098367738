package dev.gamelan.toolrouter.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaState;
import dev.gamelan.toolrouter.dispatch.Waiting;
import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private final MovableClock clock = new MovableClock();
  private final ConnectionStates states = new ConnectionStates(clock, this::nanos);
  private final Waiting waiting = new Waiting(clock);
  private final Admission admission =
      new Admission(
          states, waiting.calls(), new AdmissionProperties(3, 0.5, Duration.ofMillis(500)), clock);

  private void laneSays(int queued, String... asking) {
    states.replay(lane(queued, clock.instant()).setAsking(List.of(asking)).build());
  }

  private long nanos() {
    return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }

  private static LaneState.Builder lane(int queued, Instant at) {
    return LaneState.newBuilder()
        .setConnection("default")
        .setHolder("h")
        .setQueued(queued)
        .setInFlight(0)
        .setStartsPerSecond(2)
        .setAnswerMillis(1000)
        .setAt(at);
  }

  /** The call is registered before its place is asked for, as any call is. */
  private Place join() {
    clock.advance(Duration.ofMillis(1));
    waiting.add("default", 1);
    return admission.place("default", "reader", CallClass.INTERACTIVE, "default0");
  }

  private static Place.Standing.Queued queued(int position, Duration untilAnswer) {
    return new Place.Standing.Queued(position, untilAnswer);
  }

  @Test
  void aCallStandsBehindThoseThatTheLaneToldOf() {
    laneSays(10);

    assertThat(join().look()).isEqualTo(queued(11, Duration.ofMillis(5999)));
  }

  @Test
  void inALaneThatNobodySpokeOfItIsTheNext() {
    assertThat(join().look()).isEqualTo(queued(1, Duration.ofMillis(500)));
  }

  @Test
  void callsOfThisInstanceThatTheLaneHasNotCountedStandBeforeIt() {
    laneSays(0);
    clock.advance(Duration.ofMillis(1));
    waiting.add("default", 5);

    assertThat(admission.place("default", "reader", CallClass.INTERACTIVE, "default4").look())
        .isEqualTo(queued(5, Duration.ofSeconds(3)));
  }

  @Test
  void itComesNearerAsTheLaneStartsCallsUntilItsTurnIsExpected() {
    laneSays(4);
    Place place = join();

    clock.advance(Duration.ofSeconds(1));
    assertThat(place.look()).isEqualTo(queued(3, Duration.ofMillis(1999)));
    clock.advance(Duration.ofSeconds(1));
    assertThat(place.look()).isEqualTo(queued(1, Duration.ofMillis(1000)));
    clock.advance(Duration.ofMillis(500));
    assertThat(place.look()).isEqualTo(new Place.Standing.Due());
  }

  @Test
  void itIsNeverBehindMoreThanTheLaneHas() {
    laneSays(10);
    Place place = join();

    clock.advance(Duration.ofMillis(1));
    laneSays(3);

    assertThat(place.look()).isEqualTo(queued(3, Duration.ofSeconds(2)));
    laneSays(0);
    assertThat(place.look()).isEqualTo(new Place.Standing.Due());
  }

  @Test
  void whatGongCallerTellsIsBelievedWhateverWasReckoned() {
    laneSays(10);
    Place place = join();

    laneSays(10, "another", "default0");

    assertThat(place.look()).isEqualTo(new Place.Standing.Asking());
  }

  @Test
  void nothingComesNearerWhileGongIsToBeLeftAlone() {
    Instant until = clock.instant().plusSeconds(20);
    states.replay(lane(4, clock.instant()).setFrozenUntil(until).build());
    Place place = join();

    clock.advance(Duration.ofMillis(9_999));

    assertThat(place.look()).isEqualTo(queued(5, Duration.ofSeconds(13)));
    clock.advance(Duration.ofSeconds(11));
    assertThat(place.look()).isEqualTo(queued(3, Duration.ofSeconds(2)));
  }

  @Test
  void nothingComesNearerWhileTheDayIsSpent() {
    states.replay(
        QuotaState.newBuilder()
            .setConnection("default")
            .setPerSecond(2)
            .setPerDay(10_000)
            .setSpent(10_000)
            .setLeft(0)
            .setNextFreeAt(clock.instant().plusSeconds(30))
            .setAt(clock.instant())
            .build());
    Place place = join();

    clock.advance(Duration.ofMillis(9_999));

    assertThat(place.look()).isEqualTo(queued(1, Duration.ofMillis(20_500)));
  }
}
