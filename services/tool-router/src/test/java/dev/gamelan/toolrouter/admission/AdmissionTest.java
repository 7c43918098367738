package dev.gamelan.toolrouter.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaState;
import dev.gamelan.schemas.WaitingCaller;
import dev.gamelan.schemas.WaitingClass;
import dev.gamelan.toolrouter.dispatch.Waiting;
import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final MovableClock clock = new MovableClock();
  private final Instant now = clock.instant();
  private final ConnectionStates states = new ConnectionStates(clock, this::nanos);
  private final Waiting waiting = new Waiting(clock);
  private final Admission admission =
      new Admission(
          states, waiting.calls(), new AdmissionProperties(3, 0.5, Duration.ofMillis(500)), clock);

  private long nanos() {
    return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }

  private LaneState.Builder lane(int queued, double rate) {
    return LaneState.newBuilder()
        .setConnection("default")
        .setHolder("h")
        .setQueued(queued)
        .setInFlight(0)
        .setStartsPerSecond(rate)
        .setAnswerMillis(1000)
        .setAt(now);
  }

  private QuotaState.Builder quota(long left) {
    return QuotaState.newBuilder()
        .setConnection("default")
        .setPerSecond(3)
        .setPerDay(10_000)
        .setSpent(10_000 - left)
        .setLeft(left)
        .setAt(now);
  }

  private Admission.Verdict within(long seconds) {
    return within("reader", CallClass.INTERACTIVE, seconds);
  }

  private Admission.Verdict within(String caller, CallClass callClass, long seconds) {
    return admission.judge("default", caller, callClass, clock.instant().plusSeconds(seconds));
  }

  /** Who waits: callers and how many calls of each, all of one class. */
  private static LaneState.Builder waiting(
      LaneState.Builder lane, CallClass callClass, Map<String, Integer> calls) {
    List<WaitingCaller> callers =
        new ArrayList<>(lane.hasCallers() ? lane.getCallers() : List.of());
    calls.forEach(
        (caller, number) ->
            callers.add(
                WaitingCaller.newBuilder()
                    .setCaller(caller)
                    .setCallClass(callClass)
                    .setCalls(number)
                    .setOldest(lane.getAt())
                    .build()));
    List<WaitingClass> classes = new ArrayList<>(lane.hasClasses() ? lane.getClasses() : List.of());
    int all = calls.values().stream().mapToInt(Integer::intValue).sum();
    classes.add(
        WaitingClass.newBuilder()
            .setCallClass(callClass)
            .setCalls(all)
            .setOldest(lane.getAt())
            .build());
    return lane.setCallers(callers).setClasses(classes).setQueued(lane.getQueued() + all);
  }

  @Test
  void aLaneThatNobodySpokeOfIsFree() {
    assertThat(within(1)).isEqualTo(new Admission.Verdict.InTime(now.plusMillis(500)));
  }

  @Test
  void theQueueAndTheAnswerTakeTheirTime() {
    states.replay(lane(30, 3).build());

    assertThat(within(60)).isEqualTo(new Admission.Verdict.InTime(now.plusSeconds(11)));
  }

  @Test
  void whatWouldBeLateIsRefusedWithTheTimeToTryAgain() {
    states.replay(lane(300, 3).build());

    assertThat(within(60))
        .isInstanceOfSatisfying(
            Admission.Verdict.TooLate.class,
            late -> {
              assertThat(late.retryAt()).isEqualTo(now.plusSeconds(51));
              assertThat(late.sentence())
                  .contains("101.0 to 111.0 s", "300 requests", "it has 60.0 s");
            });
  }

  @Test
  void callsThatShareARequestWaitForItAlone() {
    states.replay(lane(300, 3).setRequestsQueued(30).build());

    assertThat(within(60)).isEqualTo(new Admission.Verdict.InTime(now.plusSeconds(11)));
  }

  @Test
  void callsThatTheLaneCannotHaveCountedShareAsThoseThatItHas() {
    states.replay(lane(300, 3).setRequestsQueued(30).build());
    clock.advance(Duration.ofMillis(1));
    waiting.add("default", 70);

    assertThat(within(15)).isInstanceOf(Admission.Verdict.InTime.class);
    assertThat(within(14)).isInstanceOf(Admission.Verdict.TooLate.class);
  }

  @Test
  void callsOfThisInstanceThatTheLaneCannotHaveCountedStandInTheQueueToo() {
    states.replay(lane(0, 1).build());
    clock.advance(Duration.ofMillis(1));
    waiting.add("default", 70);

    assertThat(within(60)).isInstanceOf(Admission.Verdict.TooLate.class);
    assertThat(
            admission.judge(
                "other", "reader", CallClass.INTERACTIVE, clock.instant().plusSeconds(60)))
        .isInstanceOf(Admission.Verdict.InTime.class);
  }

  @Test
  void whatOneHasPiledUpHoldsUpThatOneAlone() {
    states.replay(waiting(lane(0, 3), CallClass.INTERACTIVE, Map.of("noisy", 300)).build());

    assertThat(within("quiet", CallClass.INTERACTIVE, 60))
        .isEqualTo(new Admission.Verdict.InTime(now.plusMillis(1_333)));
    assertThat(within("noisy", CallClass.INTERACTIVE, 60))
        .isInstanceOf(Admission.Verdict.TooLate.class);
  }

  @Test
  void callersTakeTurns() {
    states.replay(
        waiting(lane(0, 1), CallClass.INTERACTIVE, Map.of("one", 9, "two", 40, "three", 2))
            .build());

    assertThat(within("one", CallClass.INTERACTIVE, 60))
        .isEqualTo(new Admission.Verdict.InTime(now.plusSeconds(1 + 9 + 10 + 2)));
  }

  @Test
  void whatIsLessUrgentHoldsUpByATenthOfTheTurns() {
    var lane = waiting(lane(0, 1), CallClass.INTERACTIVE, Map.of("one", 18));
    states.replay(waiting(lane, CallClass.BACKGROUND, Map.of("one", 500)).build());

    assertThat(within("one", CallClass.INTERACTIVE, 60))
        .isEqualTo(new Admission.Verdict.InTime(now.plusSeconds(1 + 18 + 2)));
  }

  @Test
  void whatIsMoreUrgentGoesFirst() {
    states.replay(waiting(lane(0, 1), CallClass.INTERACTIVE, Map.of("one", 30)).build());

    assertThat(within("two", CallClass.BACKGROUND, 60))
        .isEqualTo(new Admission.Verdict.InTime(now.plusSeconds(31)));
  }

  @Test
  void callersThatTheLaneDoesNotNameMayAllGoBefore() {
    var lane = waiting(lane(0, 1), CallClass.INTERACTIVE, Map.of("named", 10, "unnamed", 20));
    lane.getCallers().removeIf(waiting -> waiting.getCaller().equals("unnamed"));
    states.replay(lane.build());

    assertThat(within("quiet", CallClass.INTERACTIVE, 60))
        .isEqualTo(new Admission.Verdict.InTime(now.plusSeconds(1 + 1 + 20)));
  }

  @Test
  void aTenthMoreThanExpectedHasToFit() {
    states.replay(lane(30, 1).build());

    assertThat(within(34)).isEqualTo(new Admission.Verdict.InTime(now.plusSeconds(31)));
    assertThat(within(33)).isInstanceOf(Admission.Verdict.TooLate.class);
  }

  @Test
  void aQueueDrainsBetweenTwoWordsOfIt() {
    states.replay(lane(300, 3).build());

    clock.advance(Duration.ofSeconds(90));

    assertThat(within(60)).isInstanceOf(Admission.Verdict.InTime.class);
  }

  @Test
  void aFrozenLaneDoesNotDrain() {
    states.replay(lane(150, 3).setFrozenUntil(now.plusSeconds(30)).build());

    clock.advance(Duration.ofSeconds(20));

    assertThat(within(66)).isInstanceOf(Admission.Verdict.InTime.class);
    assertThat(within(65)).isInstanceOf(Admission.Verdict.TooLate.class);
  }

  @Test
  void aFreezeBeyondTheDeadlineIsSaidAtOnce() {
    states.replay(quota(100).setFrozenUntil(now.plusSeconds(120)).build());

    assertThat(within(60))
        .isInstanceOfSatisfying(
            Admission.Verdict.TooLate.class,
            late -> assertThat(late.retryAt()).isEqualTo(now.plusSeconds(120)));
    assertThat(within(122)).isInstanceOf(Admission.Verdict.InTime.class);
  }

  @Test
  void aSpentDayIsSaidAtOnceWithWhenItIsFreeAgain() {
    states.replay(quota(0).setNextFreeAt(now.plusSeconds(3600)).build());

    assertThat(within(60))
        .isInstanceOfSatisfying(
            Admission.Verdict.DaySpent.class,
            spent -> assertThat(spent.retryAt()).isEqualTo(now.plusSeconds(3600)));
  }

  @Test
  void aDayThatIsFreeAgainBeforeTheDeadlineIsWaitedFor() {
    states.replay(quota(0).setNextFreeAt(now.plusSeconds(30)).build());

    assertThat(within(60)).isEqualTo(new Admission.Verdict.InTime(now.plusMillis(30_500)));

    clock.advance(Duration.ofSeconds(31));
    assertThat(within(1)).isInstanceOf(Admission.Verdict.InTime.class);
  }

  @Test
  void aPauseInTheMeasuredRateIsNotBelieved() {
    states.replay(lane(10, 0.01).build());

    assertThat(within(60)).isEqualTo(new Admission.Verdict.InTime(now.plusSeconds(21)));
  }

  @Test
  void retryingIsNeverSuggestedSoonerThanASecond() {
    states.replay(lane(162, 3).build());

    assertThat(within(60))
        .isInstanceOfSatisfying(
            Admission.Verdict.TooLate.class,
            late -> assertThat(late.retryAt()).isEqualTo(now.plusSeconds(1)));
  }
}
