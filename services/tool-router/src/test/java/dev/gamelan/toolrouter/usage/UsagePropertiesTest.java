package dev.gamelan.toolrouter.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class UsagePropertiesTest {
  private static UsageProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.usage", UsageProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of())).isEqualTo(new UsageProperties(20_000, Duration.ofHours(25)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(bound(Map.of("gamelan.usage.kept", "5", "gamelan.usage.read-back", "30h")))
        .isEqualTo(new UsageProperties(5, Duration.ofHours(30)));
  }

  @Test
  void lessThanADayIsNotReadBack() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.usage.read-back", "23h")))
        .hasRootCauseMessage("gamelan.usage.read-back must be 24h or more");
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.usage.unknown", "1")))
        .isInstanceOf(BindException.class);
  }
}
