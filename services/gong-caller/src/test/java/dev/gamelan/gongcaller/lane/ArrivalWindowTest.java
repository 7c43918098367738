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
    window.sent("first", 0);
    window.sent("second", 0);
    assertThat(window.wait(SPACING, 0)).isZero();
    window.sent("third", 0);
    assertThat(window.wait(SPACING, 0)).isEqualTo(2 * SECOND);
  }

  @Test
  void waitsASecondAfterTheAnswerToTheOneThatWouldLeaveTheSecond() {
    window.sent("first", 0);
    window.sent("second", 10 * MILLI);
    window.sent("third", 20 * MILLI);
    window.answered("third", 30 * MILLI);
    window.answered("first", 40 * MILLI);
    assertThat(window.wait(SPACING, 40 * MILLI)).isEqualTo(SECOND);
  }

  @Test
  void anAnswerThatComesAfterTheLongestWayPostponesNothing() {
    window.sent("first", 0);
    window.sent("second", 0);
    window.sent("third", 0);
    window.answered("first", 30 * SECOND);
    assertThat(window.wait(SPACING, 30 * SECOND)).isNegative();
  }

  @Test
  void doesNotWaitWhereThereIsNoLimit() {
    for (int index = 0; index < 10; index++) {
      window.sent("permit-" + index, 0);
    }
    assertThat(window.wait(Duration.ZERO, 0)).isZero();
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
          window.answered(answer.permitId(), answer.at());
        }
        long wait = window.wait(SPACING, now);
        if (wait <= 0) {
          break;
        }
        now += answers.isEmpty() ? wait : Math.min(wait, Math.max(1, answers.peek().at() - now));
      }
      String permitId = "permit-" + index;
      window.sent(permitId, now);
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
