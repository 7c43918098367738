package dev.gamelan.toolrouter.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class VisibilityPropertiesTest {
  private static VisibilityProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.visibility", VisibilityProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new VisibilityProperties(
                50_000,
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.visibility.calls-remembered", "7",
                    "gamelan.visibility.calls-believed-for", "1m",
                    "gamelan.visibility.asked-for", "2s",
                    "gamelan.visibility.look-every", "3s",
                    "gamelan.visibility.read-for", "4m",
                    "gamelan.visibility.again-after", "5m")))
        .isEqualTo(
            new VisibilityProperties(
                7,
                Duration.ofMinutes(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofMinutes(4),
                Duration.ofMinutes(5)));
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.visibility.unknown", "1")))
        .isInstanceOf(BindException.class);
  }
}
