package dev.gamelan.gongcaller.lane;

import static org.assertj.core.api.Assertions.assertThat;

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
  private final LaneBook book =
      new LaneBook(
          new Binder(new MapConfigurationPropertySource(Map.of("gamelan.lane.in-flight", "2")))
              .bindOrCreate("gamelan.lane", LaneProperties.class));

  @Test
  void oneThreadAtATimeTakesTurns() {
    assertThat(book.wantsTurns()).isFalse();
    book.add(calls.by("ann"));
    assertThat(book.wantsTurns()).isTrue();
    assertThat(book.wantsTurns()).isFalse();
    book.turnsAreOver();
    assertThat(book.wantsTurns()).isTrue();
  }

  @Test
  void aFencedLaneLetsNothingLeaveUntilTheFenceIsLifted() {
    book.add(calls.by("ann"));
    QueuedCall call = book.choose(NOW, false).orElseThrow();
    assertThat(book.fence()).isTrue();
    assertThat(book.fence()).isFalse();
    assertThat(book.departs(permit(Duration.ofSeconds(1)), call, NOW)).isFalse();
    assertThat(book.liftFence()).isTrue();
    assertThat(book.departs(permit(Duration.ofSeconds(1)), call, NOW)).isTrue();
  }

  @Test
  void nothingLeavesUnderAnOldPermitOrAfterItsDeadline() {
    QueuedCall late = calls.by("ann", CallClass.INTERACTIVE, NOW.wall());
    QueuedCall call = calls.by("ann");
    assertThat(book.departs(permit(Duration.ZERO), call, NOW)).isFalse();
    assertThat(book.departs(permit(Duration.ofSeconds(1)), late, NOW)).isFalse();
    assertThat(book.departs(permit(Duration.ofSeconds(1)), call, NOW)).isTrue();
  }

  @Test
  void noPermitIsAskedForWhileAsManyAsMayBeAreInHand() {
    for (int i = 0; i < 3; i++) {
      book.add(calls.by("ann"));
    }
    book.choose(NOW, false);
    assertThat(book.head(NOW, false)).isPresent();
    QueuedCall second = book.choose(NOW, false).orElseThrow();
    assertThat(book.head(NOW, false)).isEmpty();
    book.letGo(second);
    assertThat(book.head(NOW, false)).isPresent();
  }

  @Test
  void whatWouldWaitBeyondTheSpentDayEndsAtOnceAndTheRestWaits() {
    QueuedCall soon = calls.by("ann", CallClass.INTERACTIVE, NOW.wall().plusSeconds(60));
    book.add(soon);
    book.add(calls.by("ann", CallClass.INTERACTIVE, NOW.wall().plus(Duration.ofHours(2))));
    book.refused(new PermitAnswer.Refused(PermitAnswer.Reason.DAY_SPENT, Duration.ofHours(1)), NOW);

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
  void aLaneIsQuietOnlyWhenNothingIsInHandNorEnding() {
    book.add(calls.by("ann"));
    assertThat(book.isQuiet()).isTrue();
    QueuedCall call = book.choose(NOW, false).orElseThrow();
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
    book.add(first);
    book.add(second);
    assertThat(asking()).isEmpty();

    book.choose(NOW, false);
    assertThat(asking()).containsExactly(first.request().getCallId());
    book.putBack(first);
    assertThat(asking()).isEmpty();
    book.choose(NOW, false);
    book.choose(NOW, false);
    book.letGo(first);
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
