package dev.gamelan.gongcaller.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.permit.PermitAnswer;
import dev.gamelan.schemas.CallClass;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuotaWordTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  private final QuotaWord word = new QuotaWord(0);

  private static Moment after(Duration time, Duration turned) {
    return new Moment(NOW.plus(time).plus(turned), time.toNanos());
  }

  @Test
  void nothingIsFrozenThatQuotaDidNotSpeakOf() {
    assertThat(word.frozenUntil(after(Duration.ZERO, Duration.ZERO))).isNull();
  }

  @Test
  void aFreezeLastsAsLongAsQuotaSaidWhateverIsDoneToTheClock() {
    word.refused(
        new PermitAnswer.Refused(PermitAnswer.Reason.FROZEN, Duration.ofSeconds(30)),
        CallClass.INTERACTIVE,
        after(Duration.ZERO, HALF_A_DAY));

    assertThat(word.frozenUntil(after(Duration.ofSeconds(29), Duration.ZERO)))
        .isEqualTo(NOW.plusSeconds(30));
    assertThat(word.frozenUntil(after(Duration.ofSeconds(29), HALF_A_DAY)))
        .isEqualTo(NOW.plusSeconds(30).plus(HALF_A_DAY));
    assertThat(word.frozenUntil(after(Duration.ofSeconds(30), Duration.ZERO))).isNull();
  }
}
