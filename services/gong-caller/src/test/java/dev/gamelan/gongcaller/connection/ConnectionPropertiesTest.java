package dev.gamelan.gongcaller.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ConnectionPropertiesTest {
  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new ConnectionProperties(
                Duration.ofMillis(500),
                3,
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofSeconds(65),
                Duration.ofDays(14)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.connections.refresh-every", "1s",
                    "gamelan.connections.refusals-to-stop", "2",
                    "gamelan.connections.probe-every", "3s",
                    "gamelan.connections.try-every", "4s",
                    "gamelan.connections.rotation-lasts", "5s",
                    "gamelan.connections.retire-after", "6s",
                    "gamelan.connections.warn-ahead", "7s")))
        .isEqualTo(
            new ConnectionProperties(
                Duration.ofSeconds(1),
                2,
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7)));
  }

  private static ConnectionProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.connections", ConnectionProperties.class);
  }
}
