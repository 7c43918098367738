package dev.gamelan.toolrouter.mcp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class StreamPropertiesTest {
  private static StreamProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.streams", StreamProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new StreamProperties(Duration.ofSeconds(15), DataSize.ofKilobytes(256), 1024, 64));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.streams.keep-alive", "1s",
                    "gamelan.streams.buffer", "1KB",
                    "gamelan.streams.listening", "2",
                    "gamelan.streams.listening-per-caller", "1")))
        .isEqualTo(new StreamProperties(Duration.ofSeconds(1), DataSize.ofKilobytes(1), 2, 1));
  }
}
