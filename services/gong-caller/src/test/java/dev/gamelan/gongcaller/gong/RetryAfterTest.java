package dev.gamelan.gongcaller.gong;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | PT1S",
        "86400 | PT24H",
        "999999999 | PT24H",
        "Fri, 1 May 2026 12:00:30 GMT | PT30S",
        "Fri, 1 May 2026 11:00:30 GMT |",
        "-1 |",
        "soon |",
        "99999999999999 |"
      })
  void isReadAsSecondsOrAsADateAndClampedToADay(String header, Duration wait) {
    assertThat(RetryAfter.read(header, NOW)).isEqualTo(wait);
  }

  @Test
  void mayBeAbsent() {
    assertThat(RetryAfter.read(null, NOW)).isNull();
  }
}
