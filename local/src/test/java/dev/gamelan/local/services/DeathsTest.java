package dev.gamelan.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeathsTest {
  private final Deaths deaths = new Deaths();

  @Test
  void thePauseGrowsToHalfAMinuteWhereDeathComesSoon() {
    assertThat(IntStream.range(0, 10).mapToObj(i -> deaths.another(Duration.ofSeconds(59))))
        .extracting(Duration::toMillis)
        .containsExactly(0L, 500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 30_000L);
    assertThat(deaths.inARow()).isEqualTo(10);
  }

  @Test
  void aLongLifeIsForgiven() {
    IntStream.range(0, 5).forEach(i -> deaths.another(Duration.ZERO));

    assertThat(deaths.another(Duration.ofSeconds(60))).isZero();
    assertThat(deaths.inARow()).isEqualTo(1);
  }
}
