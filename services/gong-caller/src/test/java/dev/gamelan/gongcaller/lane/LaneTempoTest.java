package dev.gamelan.gongcaller.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaneTempoTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private final LaneTempo tempo = new LaneTempo();

  @Test
  void isThatOfThePermitsAsLongAsNothingHadToWait() {
    tempo.started(0, false, Duration.ofMillis(500));
    tempo.started(20 * SECOND, false, Duration.ofMillis(500));
    assertThat(tempo.startsPerSecond(20 * SECOND)).isEqualTo(2.0);
  }

  @Test
  void isWhatWasMeasuredWhileMoreWaited() {
    tempo.started(0, true, Duration.ofMillis(500));
    tempo.started(4 * SECOND, true, Duration.ofMillis(500));
    tempo.started(8 * SECOND, true, Duration.ofMillis(500));
    assertThat(tempo.startsPerSecond(8 * SECOND)).isEqualTo(0.25, within(0.001));
    assertThat(tempo.startsPerSecond(60 * SECOND)).isEqualTo(2.0);
  }

  @Test
  void tellsTheSlowestAnswersButOne() {
    for (int i = 1; i <= 20; i++) {
      tempo.answered(i, Duration.ofMillis(i * 10L).toNanos());
    }
    assertThat(tempo.answerMillis(20)).isEqualTo(190);
    assertThat(tempo.answerMillis(Duration.ofMinutes(6).toNanos())).isZero();
  }

  @Test
  void tellsTheQuickestAnswerOfLateOnceThereWereEnough() {
    for (int i = 1; i < 16; i++) {
      tempo.answered(i, Duration.ofMillis(250 + i).toNanos());
    }
    assertThat(tempo.quickestAnswer(16)).isZero();
    tempo.answered(16, Duration.ofSeconds(3).toNanos());
    assertThat(tempo.quickestAnswer(16)).isEqualTo(Duration.ofMillis(251));
    assertThat(tempo.quickestAnswer(Duration.ofMinutes(6).toNanos())).isZero();
  }
}
