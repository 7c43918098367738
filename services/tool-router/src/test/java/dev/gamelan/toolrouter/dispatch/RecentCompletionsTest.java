package dev.gamelan.toolrouter.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RecentCompletionsTest {
  private static final int OVERHEAD = 256;
  private final MovableClock clock = new MovableClock();

  private RecentCompletions keeping(int bytes) {
    return new RecentCompletions(
        new DispatchProperties(
            1,
            1,
            Duration.ZERO,
            Duration.ofMinutes(10),
            DataSize.ofBytes(bytes),
            Duration.ofMinutes(10),
            10,
            Duration.ZERO),
        new SimpleMeterRegistry(),
        clock);
  }

  @Test
  void theOldestMakesRoomForTheNewest() {
    RecentCompletions recent = keeping(2 * (OVERHEAD + 100));

    recent.keep("a", new byte[100], clock.instant());
    recent.keep("b", new byte[100], clock.instant());
    recent.keep("c", new byte[100], clock.instant());

    assertThat(recent.find("a")).isNull();
    assertThat(recent.find("b")).isNotNull();
    assertThat(recent.find("c")).isNotNull();
    assertThat(recent.bytes()).isEqualTo(2 * (OVERHEAD + 100));
  }

  @Test
  void whatIsTooOldIsForgotten() {
    RecentCompletions recent = keeping(10_000);
    recent.keep("a", new byte[1], clock.instant());

    clock.advance(Duration.ofMinutes(10).plusMillis(1));

    assertThat(recent.find("a")).isNull();
    recent.keep("b", new byte[1], clock.instant());
    assertThat(recent.bytes()).isEqualTo(OVERHEAD + 1);
  }

  @Test
  void whatWasTooOldOnArrivalIsNotKept() {
    RecentCompletions recent = keeping(10_000);

    recent.keep("a", new byte[1], clock.instant().minus(Duration.ofMinutes(11)));

    assertThat(recent.bytes()).isZero();
  }

  @Test
  void oneThatIsLargerThanAllRoomThrowsNothingOut() {
    RecentCompletions recent = keeping(1000);
    recent.keep("a", new byte[1], clock.instant());

    recent.keep("b", new byte[2000], clock.instant());

    assertThat(recent.find("a")).isNotNull();
    assertThat(recent.find("b")).isNull();
  }

  @Test
  void theFirstEndingOfACallStands() {
    RecentCompletions recent = keeping(10_000);

    recent.keep("a", new byte[] {1}, clock.instant());
    recent.keep("a", new byte[] {2}, clock.instant());

    assertThat(recent.find("a")).containsExactly(1);
    assertThat(recent.bytes()).isEqualTo(OVERHEAD + 1);
  }
}
