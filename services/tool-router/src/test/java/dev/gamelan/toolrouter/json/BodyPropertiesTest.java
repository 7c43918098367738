package dev.gamelan.toolrouter.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BodyPropertiesTest {
  private static BodyProperties bind(Map<String, String> settings) {
    return Settings.bind("gamelan.body", BodyProperties.class, settings);
  }

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new BodyProperties(
                DataSize.ofMegabytes(8),
                Duration.ofSeconds(30),
                64,
                200_000,
                DataSize.ofKilobytes(256),
                16));
  }

  @Test
  void everyKey() {
    assertThat(
            bind(
                Map.of(
                    "gamelan.body.largest", "1MB",
                    "gamelan.body.patience", "2s",
                    "gamelan.body.depth", "3",
                    "gamelan.body.tokens", "4",
                    "gamelan.body.large", "5KB",
                    "gamelan.body.large-at-once", "6")))
        .isEqualTo(
            new BodyProperties(
                DataSize.ofMegabytes(1), Duration.ofSeconds(2), 3, 4, DataSize.ofKilobytes(5), 6));
  }

  @Test
  void whatWouldBoundNothingIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("gamelan.body.largest", "1GB")))
        .rootCause()
        .hasMessageContaining("64 MB");
    assertThatThrownBy(() -> bind(Map.of("gamelan.body.depth", "0")))
        .rootCause()
        .hasMessageContaining("at least 1");
  }
}
