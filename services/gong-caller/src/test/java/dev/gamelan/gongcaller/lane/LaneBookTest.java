package dev.gamelan.gongcaller.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.permit.PermitAnswer;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LaneBookTest {
  private static final Moment NOW = new Moment(SampleCalls.NOW, System.nanoTime());

  private final SampleCalls calls = new SampleCalls();
  private final LaneBook book = book("gamelan.lane.in-flight", "2");

  private static LaneBook book(String key, String value) {
    return new LaneBook(
        new Binder(new MapConfigurationPropertySource(Map.of(key, value)))
            .bindOrCreate("gamelan.lane", LaneProperties.class),
        System::nanoTime);
  }

  @Test
  void oneThreadAtATimeTakesTurns() {
    assertThat(book.wantsTurns()).isFalse();
    book.add(calls.by("ann"), NOW);
    assertThat(book.wantsTurns()).isTrue();
    assertThat(book.wantsTurns()).isFalse();
    book.turnsAreOver();
    assertThat(book.wantsTurns()).isTrue();
  }

  @Test
  void aFencedLaneLetsNothingLeaveUntilTheFenceIsLifted() {
    book.add(calls.by("ann"), NOW);
    Flight call = book.choose(NOW, false).orElseThrow();
    assertThat(book.fence()).isTrue();
    assertThat(book.fence()).isFalse();
    assertThat(book.departs(permit(Duration.ofSeconds(1)), call, any -> true, NOW)).isFalse();
    assertThat(book.liftFence()).isTrue();
    assertThat(book.departs(permit(Duration.ofSeconds(1)), call, any -> true, NOW)).isTrue();
  }

  @Test
  void nothingLeavesUnderAnOldPermitOrAfterItsDeadline() {
    var late = new Flight(calls.by("ann", CallClass.INTERACTIVE, NOW.wall()));
    var call = new Flight(calls.by("ann"));
    assertThat(book.departs(permit(Duration.ZERO), call, any -> true, NOW)).isFalse();
    assertThat(book.departs(permit(Duration.ofSeconds(1)), late, any -> true, NOW)).isFalse();
    assertThat(book.departs(permit(Duration.ofSeconds(1)), call, any -> true, NOW)).isTrue();
  }

  @Test
  void noPermitIsAskedForWhileAsManyAsMayBeAreInHand() {
    for (int i = 0; i < 3; i++) {
      book.add(calls.by("ann"), NOW);
    }
    book.choose(NOW, false);
    assertThat(book.head(NOW, false)).isPresent();
    Flight second = book.choose(NOW, false).orElseThrow();
    assertThat(book.head(NOW, false)).isEmpty();
    book.letGo(second);
    assertThat(book.head(NOW, false)).isPresent();
  }

  @Test
  void aPauseIsNoLongerThoughTheWallClockIsTurnedBack() {
    QueuedCall failed = calls.by("ann");
    failed.repeat(NOW.nanos() + Duration.ofSeconds(2).toNanos(), Ended.expired());
    book.again(failed);
    Instant hoursBefore = NOW.wall().minus(Duration.ofHours(6));

    Moment later = new Moment(hoursBefore, NOW.nanos() + Duration.ofSeconds(1).toNanos());
    assertThat(book.head(later, false)).isEmpty();
    Moment due = new Moment(hoursBefore, NOW.nanos() + Duration.ofSeconds(2).toNanos());
    assertThat(book.head(due, false)).contains(failed);
  }

  @Test
  void whatHasLessTimeLeftThanGongsQuickestAnswerIsNotSentAnyMore() {
    QueuedCall tooLate = calls.by("ann", CallClass.INTERACTIVE, NOW.wall().plusMillis(400));
    book.add(tooLate, NOW);
    book.add(calls.by("ann", CallClass.INTERACTIVE, NOW.wall().plusMillis(401)), NOW);
    assertThat(book.takeLate(NOW)).as("while nothing is known of Gong").isEmpty();

    for (int answers = 0; answers < 16; answers++) {
      book.pace().answered(permit(Duration.ZERO), NOW.nanos(), Duration.ofMillis(300), 200);
    }

    assertThat(book.takeLate(NOW))
        .singleElement()
        .satisfies(
            late -> {
              assertThat(late.call()).isSameAs(tooLate);
              assertThat(late.reason().ending()).isEqualTo(Ending.EXPIRED);
            });
  }

  @Test
  void whatWouldWaitBeyondTheSpentDayEndsAtOnceAndTheRestWaits() {
    QueuedCall soon = calls.by("ann", CallClass.INTERACTIVE, NOW.wall().plusSeconds(60));
    book.add(soon, NOW);
    book.add(calls.by("ann", CallClass.INTERACTIVE, NOW.wall().plus(Duration.ofHours(2))), NOW);
    book.refused(
        new PermitAnswer.Refused(PermitAnswer.Reason.DAY_SPENT, Duration.ofHours(1)), soon, NOW);

    assertThat(book.takeLate(NOW))
        .singleElement()
        .satisfies(
            late -> {
              assertThat(late.call()).isSameAs(soon);
              assertThat(late.reason().ending()).isEqualTo(Ending.QUOTA_SPENT);
            });
    assertThat(book.waiting()).isEqualTo(1);
    assertThat(book.head(NOW, false)).isEmpty();
  }

  @Test
  void aDaySpentForTheLessUrgentIsNotSpentForTheMoreUrgent() {
    QueuedCall sync = calls.by("sync", CallClass.BACKGROUND, NOW.wall().plusSeconds(60));
    QueuedCall person = calls.by("ann", CallClass.INTERACTIVE, NOW.wall().plusSeconds(60));
    book.add(sync, NOW);
    book.refused(
        new PermitAnswer.Refused(PermitAnswer.Reason.DAY_SPENT, Duration.ofHours(1)), sync, NOW);
    assertThat(book.head(NOW, false)).isEmpty();
    book.add(person, NOW);

    assertThat(book.head(NOW, false)).contains(person);
    assertThat(book.takeLate(NOW)).extracting(LaneBook.Late::call).containsExactly(sync);
    assertThat(book.choose(NOW, false).map(Flight::lead)).contains(person);
  }

  @Test
  void filesLeaveOnePlaceToOthersHoweverManyWait() {
    book.add(calls.upload("ann", 1_000), NOW);
    book.add(calls.upload("ann", 1_000), NOW);
    book.add(calls.by("ann"), NOW);
    Flight first = book.choose(NOW, false).orElseThrow();

    assertThat(book.head(NOW, false).map(QueuedCall::isUpload)).contains(false);
    Flight second = book.choose(NOW, false).orElseThrow();
    assertThat(second.lead().isUpload()).isFalse();
    book.letGo(second);
    assertThat(book.head(NOW, false)).isEmpty();
    book.letGo(first);
    assertThat(book.head(NOW, false).map(QueuedCall::isUpload)).contains(true);
  }

  @Test
  void noMoreOfOneCallerWaitsThanMay() {
    LaneBook small = book("gamelan.lane.most-of-one-caller", "2");

    assertThat(small.add(calls.by("noisy"), NOW)).isTrue();
    assertThat(small.add(calls.by("noisy"), NOW)).isTrue();
    assertThat(small.add(calls.by("noisy"), NOW)).isFalse();
    assertThat(small.add(calls.by("quiet"), NOW)).isTrue();
    assertThat(small.waiting()).isEqualTo(3);
  }

  @Test
  void aLaneIsQuietOnlyWhenNothingIsInHandNorEnding() {
    book.add(calls.by("ann"), NOW);
    assertThat(book.isQuiet()).isTrue();
    Flight call = book.choose(NOW, false).orElseThrow();
    assertThat(book.isQuiet()).isFalse();
    book.letGo(call);
    book.endsAside();
    assertThat(book.isQuiet()).isFalse();
    book.endedAside();
    assertThat(book.isQuiet()).isTrue();
  }

  @Test
  void tellsWhoseTurnHasComeAndNobodyElses() {
    QueuedCall first = calls.by("ann");
    QueuedCall second = calls.by("bob");
    book.add(first, NOW);
    book.add(second, NOW);
    assertThat(asking()).isEmpty();

    Flight flight = book.choose(NOW, false).orElseThrow();
    assertThat(asking()).containsExactly(first.request().getCallId());
    book.putBack(flight);
    assertThat(asking()).isEmpty();
    Flight again = book.choose(NOW, false).orElseThrow();
    assertThat(again.lead()).isSameAs(first);
    book.choose(NOW, false);
    book.letGo(again);
    assertThat(asking()).containsExactly(second.request().getCallId());
  }

  private List<String> asking() {
    return book.takeNews("default", "holder", NOW).orElseThrow().getAsking();
  }

  private static Permit permit(Duration validFor) {
    Instant expires = NOW.wall().plus(validFor);
    return new Permit(
        "a-permit", NOW.nanos(), NOW.nanos() + validFor.toNanos(), expires, Duration.ZERO);
  }
}
