package dev.gamelan.toolrouter.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.util.unit.DataSize;

class DispatchPropertiesTest {
  private static DispatchProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.dispatch", DispatchProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new DispatchProperties(
                1000,
                200,
                Duration.ofSeconds(2),
                Duration.ofMinutes(10),
                DataSize.ofMegabytes(64),
                Duration.ofMinutes(30),
                100_000,
                Duration.ofSeconds(10)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.dispatch.pending",
                    "5",
                    "gamelan.dispatch.pending-per-caller",
                    "2",
                    "gamelan.dispatch.grace",
                    "1s",
                    "gamelan.dispatch.keep-for",
                    "2m",
                    "gamelan.dispatch.keep-bytes",
                    "1MB",
                    "gamelan.dispatch.find-for",
                    "3m",
                    "gamelan.dispatch.later-endings",
                    "7",
                    "gamelan.dispatch.stop-patience",
                    "3s")))
        .isEqualTo(
            new DispatchProperties(
                5,
                2,
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                DataSize.ofMegabytes(1),
                Duration.ofMinutes(3),
                7,
                Duration.ofSeconds(3)));
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.dispatch.unknown", "1")))
        .isInstanceOf(BindException.class);
  }
}
