package dev.gamelan.gongcaller.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalWindowTest {
  private static final Duration SPACING = Duration.ofMillis(345);
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private final ArrivalWindow window = new ArrivalWindow(Duration.ofSeconds(1));

  @Test
  void letsAsManyGoAsFitInASecond() {
    assertThat(window.wait(SPACING, 0)).isZero();
    window.sent("first", "op", SPACING, 0);
    window.sent("second", "op", SPACING, 0);
    assertThat(window.wait(SPACING, 0)).isZero();
    window.sent("third", "op", SPACING, 0);
    assertThat(window.wait(SPACING, 0)).isEqualTo(2 * SECOND);
  }

  @Test
  void waitsASecondAfterTheAnswerToTheOneThatWouldLeaveTheSecond() {
    window.sent("first", "op", SPACING, 0);
    window.sent("second", "op", SPACING, 10 * MILLI);
    window.sent("third", "op", SPACING, 20 * MILLI);
    window.answered("third", 200, 30 * MILLI);
    window.answered("first", 200, 40 * MILLI);
    assertThat(window.wait(SPACING, 40 * MILLI)).isEqualTo(SECOND);
  }

  @Test
  void anAnswerThatComesAfterTheLongestWayPostponesNothing() {
    window.sent("first", "op", SPACING, 0);
    window.sent("second", "op", SPACING, 0);
    window.sent("third", "op", SPACING, 0);
    window.answered("first", 200, 30 * SECOND);
    assertThat(window.wait(SPACING, 30 * SECOND)).isNegative();
  }

  @Test
  void doesNotWaitWhereThereIsNoLimit() {
    for (int index = 0; index < 10; index++) {
      window.sent("permit-" + index, "op", Duration.ZERO, 0);
    }
    assertThat(window.wait(Duration.ZERO, 0)).isZero();
  }

  @Test
  void ofAnAnswerOnlyWhatTookLongerThanEverPostponesTheNext() {
    long now = answersOf(200 * MILLI, 100);
    window.sent("late", "op", SPACING, now);
    window.sent("second", "op", SPACING, now);
    window.sent("third", "op", SPACING, now);
    window.answered("late", 200, now + 250 * MILLI);
    assertThat(window.wait(SPACING, now)).isBetween(SECOND + 50 * MILLI, SECOND + 60 * MILLI);
  }

  @Test
  void anAnswerFasterThanAnyBeforeTellsNothingOfItsWay() {
    long now = answersOf(200 * MILLI, 100);
    window.sent("fast", "op", SPACING, now);
    window.sent("second", "op", SPACING, now);
    window.sent("third", "op", SPACING, now);
    window.answered("fast", 200, now + 120 * MILLI);
    assertThat(window.wait(SPACING, now)).isEqualTo(SECOND + 120 * MILLI);
  }

  @Test
  void aLostRequestMayBeOnItsWayForAsLongAsAnythingMay() {
    long now = answersOf(1_500 * MILLI, 300);
    window.sent("lost", "op", SPACING, now);
    window.sent("second", "op", SPACING, now);
    window.sent("third", "op", SPACING, now);
    assertThat(window.wait(SPACING, now)).isEqualTo(SECOND + 30 * MILLI);
    window.lost("lost");
    assertThat(window.wait(SPACING, now)).isEqualTo(2 * SECOND);
  }

  @Test
  void anOverdueRequestMayBeAnywhere() {
    long now = answersOf(200 * MILLI, 300);
    window.sent("overdue", "op", SPACING, now);
    window.sent("second", "op", SPACING, now);
    window.sent("third", "op", SPACING, now);
    assertThat(window.wait(SPACING, now + SECOND)).isEqualTo(SECOND);
  }

  @Test
  void afterARefusalThatMayBeOurFaultOnlyAnswersCountForAnHour() {
    long now = answersOf(200 * MILLI, 100);
    for (int index = 0; index < 4; index++) {
      window.sent("early-" + index, "op", SPACING, now);
      window.answered("early-" + index, index < 3 ? 200 : 429, now + 200 * MILLI);
      now += index == 2 ? SECOND : 0;
    }
    assertThat(window.cautious(now)).isTrue();
    long hourLater = now + 3_601 * SECOND;
    assertThat(window.cautious(hourLater)).isFalse();
    window.sent("a", "op", SPACING, now);
    window.sent("b", "op", SPACING, now);
    window.sent("c", "op", SPACING, now);
    window.answered("a", 200, now + 200 * MILLI);
    assertThat(window.wait(SPACING, now)).isEqualTo(SECOND + 200 * MILLI);
  }

  @Test
  void aRefusalThatOurOwnRequestsCannotExplainChangesNothing() {
    long now = answersOf(200 * MILLI, 100);
    window.sent("alone", "op", SPACING, now);
    window.answered("alone", 429, now + 200 * MILLI);
    assertThat(window.cautious(now + 200 * MILLI)).isFalse();
  }

  /** So many answers, each after that time; the moment at which all is quiet again. */
  private long answersOf(long took, int count) {
    long now = 0;
    for (int index = 0; index < count; index++) {
      window.sent("before-" + index, "op", SPACING, now);
      window.answered("before-" + index, 200, now + took);
      now += took + 2 * SECOND;
    }
    return now;
  }

  /** A saturated lane, each request up to 300 ms on its way there and back, in any order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noSecondAtGongHoldsMoreThanTheRateWhateverTheWay(long seed) {
    record Answer(long at, String permitId) {}
    var dice = new Random(seed);
    var answers = new PriorityQueue<Answer>((left, right) -> Long.compare(left.at(), right.at()));
    List<Long> arrivals = new ArrayList<>();
    long now = 0;
    for (int index = 0; index < 2_000; index++) {
      now += SPACING.toNanos();
      while (true) {
        while (!answers.isEmpty() && answers.peek().at() <= now) {
          Answer answer = answers.remove();
          window.answered(answer.permitId(), 200, answer.at());
        }
        long wait = window.wait(SPACING, now);
        if (wait <= 0) {
          break;
        }
        now += answers.isEmpty() ? wait : Math.min(wait, Math.max(1, answers.peek().at() - now));
      }
      String permitId = "permit-" + index;
      window.sent(permitId, "op", SPACING, now);
      long arrival = now + dice.nextLong(300 * MILLI);
      arrivals.add(arrival);
      answers.add(new Answer(arrival + dice.nextLong(300 * MILLI), permitId));
    }
    arrivals.sort(Long::compare);
    for (int index = 3; index < arrivals.size(); index++) {
      assertThat(arrivals.get(index) - arrivals.get(index - 3)).isGreaterThanOrEqualTo(SECOND);
    }
  }
}
