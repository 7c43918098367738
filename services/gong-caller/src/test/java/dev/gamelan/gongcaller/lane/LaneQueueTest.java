package dev.gamelan.gongcaller.lane;

import static dev.gamelan.gongcaller.lane.SampleCalls.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.schemas.CallClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaneQueueTest {
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
    QueuedCall refused = calls.by("ann");
    refused.repeat(NOW.plusSeconds(2), Ended.expired());
    queue.again(refused);
    queue.add(calls.by("bob"));
    queue.add(calls.by("bob"));

    assertThat(queue.next(NOW).map(SampleCallIds::of)).contains("bob-1");
    assertThat(queue.nextReady()).isEqualTo(NOW.plusSeconds(2));
    assertThat(queue.next(NOW.plusSeconds(2)).map(SampleCallIds::of)).contains("ann-0");
    assertThat(queue.next(NOW.plusSeconds(2)).map(SampleCallIds::of)).contains("bob-2");
  }

  @Test
  void whatIsOverdueIsTakenOutWhereverItStands() {
    QueuedCall repeated = calls.by("ann", CallClass.INTERACTIVE, NOW.plusSeconds(1));
    repeated.repeat(NOW.plusSeconds(5), Ended.expired());
    queue.again(repeated);
    queue.add(calls.by("bob", CallClass.BACKGROUND, NOW.plusSeconds(1)));
    queue.add(calls.by("bob"));

    assertThat(queue.takeDueBy(NOW)).isEmpty();
    assertThat(queue.takeDueBy(NOW.plusSeconds(1)).stream().map(SampleCallIds::of))
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
    for (Optional<QueuedCall> next = queue.next(NOW); next.isPresent(); next = queue.next(NOW)) {
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
