package dev.gamelan.toolrouter.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallFactsSeenTest {
  private final MovableClock clock = new MovableClock();
  private final CallFactsSeen seen =
      new CallFactsSeen(
          new VisibilityProperties(
              2,
              Duration.ofHours(1),
              Duration.ofSeconds(30),
              Duration.ofSeconds(1),
              Duration.ofMinutes(10),
              Duration.ofMinutes(10)),
          clock);

  private static CallFacts call(String id, boolean isPrivate, String... participants) {
    return new CallFacts(id, "ann", "7", isPrivate, Set.of(participants));
  }

  @Test
  void whatIsKnownOfACallIsBelievedOnlySoLong() {
    seen.note("default", call("1", false), clock.instant());
    clock.advance(Duration.ofMinutes(60));
    assertThat(seen.find("default", "1")).isNotNull();

    clock.advance(Duration.ofMillis(1));

    assertThat(seen.find("default", "1")).isNull();
  }

  @Test
  void anAnswerThatIsOlderChangesNothing() {
    seen.note("default", call("1", true), clock.instant());
    seen.note("default", call("1", false), clock.instant().minusSeconds(60));

    assertThat(seen.find("default", "1")).isEqualTo(call("1", true));
  }

  @Test
  void whatAFastClockToldIsOfNowSoThatWhatComesLaterCounts() {
    seen.note("default", call("1", false), clock.instant().plus(Duration.ofHours(12)));
    clock.advance(Duration.ofSeconds(1));
    seen.note("default", call("1", true), clock.instant());

    assertThat(seen.find("default", "1")).isEqualTo(call("1", true));
    clock.advance(Duration.ofMinutes(61));
    assertThat(seen.find("default", "1")).isNull();
  }

  @Test
  void nothingIsBelievedForLongerBecauseTheClockWentBack() {
    seen.note("default", call("1", false), clock.instant());
    clock.advance(Duration.ofHours(-12));
    assertThat(seen.find("default", "1")).isNull();

    seen.note("default", call("1", true), clock.instant());
    assertThat(seen.find("default", "1")).isEqualTo(call("1", true));
  }

  @Test
  void whoTookPartStaysKnownWhereALaterAnswerDoesNotTell() {
    seen.note("default", call("1", false, "bob"), clock.instant());
    seen.note("default", call("1", true), clock.instant());

    assertThat(seen.find("default", "1")).isEqualTo(call("1", true, "bob"));
  }

  @Test
  void noMoreAreKeptThanMayBeAndNoneOfAnotherConnection() {
    for (String id : new String[] {"1", "2", "3"}) {
      seen.note("default", call(id, false), clock.instant());
    }

    assertThat(seen.size()).isEqualTo(2);
    assertThat(seen.find("default", "1")).isNull();
    assertThat(seen.find("other", "3")).isNull();
  }
}
