package dev.gamelan.toolrouter.toolcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class ToolCallPropertiesTest {
  private static ToolCallProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.tool-calls", ToolCallProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new ToolCallProperties(
                List.of("default"),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.tool-calls.connections",
                    "a,b",
                    "gamelan.tool-calls.deadline",
                    "5s",
                    "gamelan.tool-calls.shortest-deadline",
                    "2s",
                    "gamelan.tool-calls.longest-deadline",
                    "1m")))
        .isEqualTo(
            new ToolCallProperties(
                List.of("a", "b"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofMinutes(1)));
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.tool-calls.unknown", "1")))
        .isInstanceOf(BindException.class);
  }
}
