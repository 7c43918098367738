package dev.gamelan.toolrouter.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class LaterEndingsTest {
  private final MovableClock clock = new MovableClock();
  private final LaterEndings endings =
      new LaterEndings(
          new DispatchProperties(
              1,
              1,
              Duration.ZERO,
              Duration.ofMinutes(10),
              DataSize.ofBytes(1),
              Duration.ofMinutes(30),
              2,
              Duration.ZERO),
          clock);

  private LaterEndings.Place place(long offset) {
    return new LaterEndings.Place(3, offset, clock.instant());
  }

  @Test
  void onlyCallsThatAreAskedForLaterAreNoted() {
    String later = LaterCalls.newId();
    endings.note(later, place(1));
    endings.note("another", place(2));

    assertThat(endings.find(later)).isEqualTo(place(1));
    assertThat(endings.find("another")).isNull();
  }

  @Test
  void theFirstEndingOfACallStands() {
    String later = LaterCalls.newId();
    endings.note(later, place(1));
    endings.note(later, place(2));

    assertThat(endings.find(later)).isEqualTo(place(1));
  }

  @Test
  void theOldestMakeRoomAndTheOldAreForgotten() {
    String first = LaterCalls.newId();
    String second = LaterCalls.newId();
    String third = LaterCalls.newId();
    endings.note(first, place(1));
    endings.note(second, place(2));
    endings.note(third, place(3));

    assertThat(endings.find(first)).isNull();
    assertThat(endings.find(second)).isNotNull();
    clock.advance(Duration.ofMinutes(30).plusMillis(1));
    assertThat(endings.find(second)).isNull();
  }
}
