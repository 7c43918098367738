package dev.gamelan.toolrouter.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionPropertiesTest {
  private static ConnectionProperties bind(Map<String, String> settings) {
    return Settings.bind("gamelan.connections", ConnectionProperties.class, settings);
  }

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new ConnectionProperties(
                Duration.ofSeconds(40), Duration.ofMinutes(20), Duration.ofSeconds(30)));
  }

  @Test
  void everyKey() {
    assertThat(
            bind(
                Map.of(
                    "gamelan.connections.request",
                    "1s",
                    "gamelan.connections.upload",
                    "3s",
                    "gamelan.connections.stalled",
                    "2s")))
        .isEqualTo(
            new ConnectionProperties(
                Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(2)));
  }
}
