package dev.gamelan.gongcaller.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PresencePropertiesTest {
  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new PresenceProperties(
                "gong-caller", "gong-caller", Duration.ofMillis(250), Duration.ofSeconds(2)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.presence.instance", "one",
                    "gamelan.presence.group", "callers",
                    "gamelan.presence.every", "1s",
                    "gamelan.presence.patience", "3s")))
        .isEqualTo(
            new PresenceProperties("one", "callers", Duration.ofSeconds(1), Duration.ofSeconds(3)));
  }

  private static PresenceProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.presence", PresenceProperties.class);
  }
}
