package dev.gamelan.gongcaller.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
  private final OffsetTracker tracker = new OffsetTracker();
  private final List<Long> committed = new ArrayList<>();

  @Test
  void commitsARecordOnlyWhenAllBeforeItHaveEnded() {
    arrive(3, 4, 7);
    tracker.ended(4);
    tracker.ended(7);
    assertThat(committed).isEmpty();
    tracker.ended(3);
    assertThat(committed).containsExactly(7L);
  }

  @Test
  void ignoresARecordThatCameTwice() {
    arrive(3);
    assertThat(tracker.arrived(3, 1, () -> committed.add(3L))).isFalse();
    tracker.ended(3);
    assertThat(tracker.arrived(3, 1, () -> committed.add(3L))).isFalse();
    assertThat(committed).containsExactly(3L);
  }

  @Test
  void commitsNothingOnceThePartitionIsAnothers() {
    arrive(1, 2);
    tracker.close();
    tracker.ended(1);
    assertThat(committed).isEmpty();
    assertThat(tracker.arrived(3, 1, () -> {})).isFalse();
  }

  @Test
  void keepsLittleBehindOneSlowRecord() {
    arrive(0);
    for (long offset = 1; offset <= 10_000; offset++) {
      arrive(offset);
      tracker.ended(offset);
    }
    assertThat(tracker.open()).isEqualTo(1);
    assertThat(tracker.openBytes()).isEqualTo(1);
    assertThat(tracker.kept()).isEqualTo(2);
    tracker.ended(0);
    assertThat(committed).containsExactly(10_000L);
  }

  /** Whatever the order: what is committed never passes an open record, and all is at the end. */
  @Test
  void neverPassesAnOpenRecordInAnyOrder() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var seeded = new OffsetTracker();
      List<Long> commits = new ArrayList<>();
      var open = new TreeSet<Long>();
      List<Long> order = new ArrayList<>();
      for (long offset = 0; offset < 50; offset += 1 + random.nextInt(3)) {
        long committing = offset;
        seeded.arrived(
            offset,
            1,
            () -> {
              assertThat(open.isEmpty() || open.first() > committing).isTrue();
              commits.add(committing);
            });
        open.add(offset);
        order.add(offset);
      }
      long last = order.getLast();
      Collections.shuffle(order, random);
      for (long offset : order) {
        open.remove(offset);
        seeded.ended(offset);
      }
      assertThat(commits).as("seed %d", seed).isSorted().endsWith(last);
    }
  }

  private void arrive(long... offsets) {
    for (long offset : offsets) {
      assertThat(tracker.arrived(offset, 1, () -> committed.add(offset))).isTrue();
    }
  }
}
