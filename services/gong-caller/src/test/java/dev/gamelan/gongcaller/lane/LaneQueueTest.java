package dev.gamelan.gongcaller.lane;

import static dev.gamelan.gongcaller.lane.SampleCalls.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.schemas.CallClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LaneQueueTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long AT = 7 * SECOND;
  private static final Predicate<QueuedCall> ANY = any -> true;

  private final SampleCalls calls = new SampleCalls();
  private final LaneQueue queue = new LaneQueue();

  @Test
  void callersTakeTurnsAndEachKeepsItsOrder() {
    for (int i = 0; i < 3; i++) {
      queue.add(calls.by("noisy"));
    }
    queue.add(calls.by("quiet"));
    queue.add(calls.by("third"));

    assertThat(drained()).containsExactly("noisy-0", "quiet-3", "third-4", "noisy-1", "noisy-2");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void urgentClassesGoFirst() {
    queue.add(calls.by("sync", CallClass.BACKGROUND, NOW.plusSeconds(60)));
    queue.add(calls.by("person", CallClass.INTERACTIVE, NOW.plusSeconds(60)));
    queue.add(calls.by("operator", CallClass.CONTROL, NOW.plusSeconds(60)));

    assertThat(drained()).containsExactly("operator-2", "person-1", "sync-0");
  }

  @Test
  void theLeastUrgentClassIsNeverStarved() {
    queue.add(calls.by("sync", CallClass.BACKGROUND, NOW.plusSeconds(60)));
    for (int i = 0; i < 30; i++) {
      queue.add(calls.by("person"));
    }

    assertThat(drained().indexOf("sync-0")).isEqualTo(9);
  }

  @Test
  void aRepeatedCallKeepsItsPlaceButWaitsForItsMoment() {
    queue.add(calls.by("ann"));
    QueuedCall refused = queue.next(AT, ANY).orElseThrow();
    refused.repeat(AT + 2 * SECOND, Ended.expired());
    queue.again(refused);
    queue.add(calls.by("bob"));
    queue.add(calls.by("bob"));

    assertThat(queue.next(AT, ANY).map(SampleCallIds::of)).contains("bob-1");
    assertThat(queue.nextReady()).hasValue(AT + 2 * SECOND);
    assertThat(queue.next(AT + 2 * SECOND, ANY).map(SampleCallIds::of)).contains("ann-0");
    assertThat(queue.next(AT + 2 * SECOND, ANY).map(SampleCallIds::of)).contains("bob-2");
  }

  @Test
  void aFloodCostsAQuietCallerAtMostTwoTurns() {
    for (int i = 0; i < 500; i++) {
      queue.add(calls.by("noisy"));
    }
    for (int already = 0; already < 7; already++) {
      assertThat(queue.next(AT, ANY)).isPresent();
    }
    QueuedCall quiet = calls.by("quiet");
    queue.add(quiet);

    assertThat(List.of(queue.next(AT, ANY).orElseThrow(), queue.next(AT, ANY).orElseThrow()))
        .contains(quiet);
  }

  @Test
  void aFloodThatGoesOnFailingCostsAQuietCallerAtMostTwoTurns() {
    for (int i = 0; i < 10; i++) {
      queue.add(calls.by("noisy"));
    }
    QueuedCall quiet = calls.by("quiet");
    queue.add(quiet);
    List<QueuedCall> order = new ArrayList<>();
    while (!order.contains(quiet) && order.size() < 10) {
      QueuedCall next = queue.next(AT, ANY).orElseThrow();
      order.add(next);
      next.sent(NOW);
      next.repeat(AT, Ended.expired());
      queue.again(next);
    }

    assertThat(order.subList(0, 3)).contains(quiet);
  }

  private void failTwice(QueuedCall call) {
    call.sent(NOW);
    call.sent(NOW);
    call.repeat(AT, Ended.expired());
    queue.again(call);
  }

  @Test
  void aRepeatedCallGoesBeforeItsCallersLaterOnes() {
    queue.add(calls.by("ann"));
    queue.add(calls.by("ann"));
    QueuedCall first = queue.next(AT, ANY).orElseThrow();
    failTwice(first);

    assertThat(drained()).containsExactly("ann-0", "ann-1");
  }

  @Test
  void aLargeFileCostsItsCallerSeveralTurns() {
    queue.add(calls.upload("ann", 40 * 1024 * 1024));
    for (int i = 0; i < 5; i++) {
      queue.add(calls.by("bob"));
    }

    assertThat(drained()).containsExactly("bob-1", "bob-2", "ann-0", "bob-3", "bob-4", "bob-5");
  }

  @Test
  void askingWhoIsNextChangesNothing() {
    for (int i = 0; i < 25; i++) {
      queue.add(calls.by("person-" + i % 3));
      queue.add(calls.by("sync", CallClass.BACKGROUND, NOW.plusSeconds(60)));
    }
    while (!queue.isEmpty()) {
      Optional<QueuedCall> head = queue.peek(AT, ANY);
      assertThat(queue.peek(AT, ANY)).isEqualTo(head);
      assertThat(queue.next(AT, ANY)).isEqualTo(head);
    }
  }

  @Test
  @Timeout(60)
  void thousandsThatWaitDoNotSlowItDown() {
    List<QueuedCall> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      all.add(calls.by("caller-" + i % 50));
    }
    all.forEach(queue::add);
    for (QueuedCall call : all.reversed().subList(0, 8_000)) {
      assertThat(queue.take(call.request().getCallId(), call.request().getCaller())).isPresent();
      assertThat(queue.takeDueBy(NOW, ANY)).isEmpty();
    }

    assertThat(drained()).hasSize(12_000);
  }

  @Test
  void whatIsOverdueIsTakenOutWhereverItStands() {
    QueuedCall repeated = calls.by("ann", CallClass.INTERACTIVE, NOW.plusSeconds(1));
    repeated.repeat(AT + 5 * SECOND, Ended.expired());
    queue.again(repeated);
    queue.add(calls.by("bob", CallClass.BACKGROUND, NOW.plusSeconds(1)));
    queue.add(calls.by("bob"));

    assertThat(queue.takeDueBy(NOW, ANY)).isEmpty();
    assertThat(queue.takeDueBy(NOW.plusSeconds(1), ANY).stream().map(SampleCallIds::of))
        .containsExactlyInAnyOrder("ann-0", "bob-1");
    assertThat(drained()).containsExactly("bob-2");
  }

  @Test
  void onlyItsOwnCallerTakesACallOut() {
    queue.add(calls.by("ann"));

    assertThat(queue.take("ann-0", "bob")).isEmpty();
    assertThat(queue.take("ann-0", "ann")).isPresent();
    assertThat(queue.isEmpty()).isTrue();
  }

  private List<String> drained() {
    List<String> order = new ArrayList<>();
    for (Optional<QueuedCall> next = queue.next(AT, ANY);
        next.isPresent();
        next = queue.next(AT, ANY)) {
      order.add(SampleCallIds.of(next.get()));
    }
    return order;
  }

  private static final class SampleCallIds {
    static String of(QueuedCall call) {
      return call.request().getCallId();
    }
  }
}
