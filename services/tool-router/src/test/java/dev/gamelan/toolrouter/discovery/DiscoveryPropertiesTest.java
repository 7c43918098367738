package dev.gamelan.toolrouter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscoveryPropertiesTest {
  @Test
  void defaultsAndKeys() {
    assertThat(Settings.bind("gamelan.discovery", DiscoveryProperties.class, Map.of()))
        .isEqualTo(new DiscoveryProperties(Duration.ofHours(1)));
    assertThat(
            Settings.bind(
                "gamelan.discovery",
                DiscoveryProperties.class,
                Map.of("gamelan.discovery.every", "5m")))
        .isEqualTo(new DiscoveryProperties(Duration.ofMinutes(5)));
  }

  @Test
  void itCannotBeDoneAllTheTime() {
    assertThatThrownBy(() -> new DiscoveryProperties(Duration.ZERO))
        .hasMessageContaining("gamelan.discovery.every");
  }
}
