package dev.gamelan.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentlyCheckedTest {
  private static final Caller ANN = new Caller("us:ann", Set.of());
  private static final Instant LATER = Instant.EPOCH.plus(Duration.ofDays(1));

  private Instant now = Instant.EPOCH;
  private final RecentlyChecked recent = new RecentlyChecked(Duration.ofSeconds(30), () -> now);

  @Test
  void aTokenIsRememberedForAMoment() {
    recent.add("token", ANN, LATER);

    now = now.plusSeconds(30).minusNanos(1);
    assertThat(recent.find("token")).contains(ANN);
    assertThat(recent.find("Token")).isEmpty();

    now = now.plusNanos(1);
    assertThat(recent.find("token")).isEmpty();
  }

  @Test
  void noTokenIsRememberedLongerThanItLasts() {
    recent.add("token", ANN, now.plusSeconds(1));
    now = now.plusSeconds(1);

    assertThat(recent.find("token")).isEmpty();
  }

  @Test
  void noTokenIsRememberedLongerBecauseTheClockWentBack() {
    recent.add("token", ANN, LATER);
    now = now.minusSeconds(3600);

    assertThat(recent.find("token")).isEmpty();
  }

  @Test
  void moreThanAFewThousandAreNotRememberedUntilOthersAreForgotten() {
    for (int i = 0; i < RecentlyChecked.MOST; i++) {
      recent.add("token-" + i, ANN, LATER);
    }
    recent.add("one more", ANN, LATER);
    assertThat(recent.find("one more")).isEmpty();
    assertThat(recent.find("token-0")).isPresent();

    now = now.plusSeconds(30);
    recent.add("one more", ANN, LATER);
    assertThat(recent.find("one more")).contains(ANN);
  }
}
