package dev.gamelan.gongcaller.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PermitTest {
  private static final Instant ASKED_AT = Instant.parse("2026-05-01T12:00:00Z");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private final Permit permit =
      Permit.granted(new PermitClient.Grant("p", 500, 2_000, 350), 0, ASKED_AT, SECOND);

  @Test
  void isDueFromItsReceiptAndExpiresFromTheQuestion() {
    assertThat(permit.dueNanos()).isEqualTo(SECOND + SECOND / 2);
    assertThat(permit.stillValid(2 * SECOND - 1, ASKED_AT)).isTrue();
    assertThat(permit.stillValid(2 * SECOND, ASKED_AT)).isFalse();
  }

  @Test
  void isTooOldWhenEitherClockSaysSo() {
    assertThat(permit.stillValid(0, ASKED_AT.plusSeconds(2))).isFalse();
    assertThat(permit.stillValid(3 * SECOND, ASKED_AT)).isFalse();
  }
}
