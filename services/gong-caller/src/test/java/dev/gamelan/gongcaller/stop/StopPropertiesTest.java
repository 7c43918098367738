package dev.gamelan.gongcaller.stop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StopPropertiesTest {
  @Test
  void theDefaults() {
    assertThat(bound(Map.of())).isEqualTo(new StopProperties(Duration.ofSeconds(30), Set.of()));
  }

  @Test
  void allKeys() {
    assertThat(
            bound(Map.of("gamelan.stop.start-patience", "5s", "gamelan.stop.pass-over", "17,18")))
        .isEqualTo(new StopProperties(Duration.ofSeconds(5), Set.of(17L, 18L)));
  }

  private static StopProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("gamelan.stop", StopProperties.class);
  }
}
