package dev.gamelan.toolrouter.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class OriginPropertiesTest {
  private static OriginProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.origin", OriginProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of())).isEqualTo(new OriginProperties(List.of(), List.of()));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.origin.allowed-hosts",
                    "a,b",
                    "gamelan.origin.allowed-origins",
                    "https://c")))
        .isEqualTo(new OriginProperties(List.of("a", "b"), List.of("https://c")));
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.origin.unknown", "1")))
        .isInstanceOf(BindException.class);
  }
}
