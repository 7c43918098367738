package dev.gamelan.toolrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class AuditPropertiesTest {
  private static AuditProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.audit", AuditProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new AuditProperties(
                1000, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.audit.waiting",
                    "5",
                    "gamelan.audit.retry-after",
                    "1s",
                    "gamelan.audit.patience",
                    "2s",
                    "gamelan.audit.stop-patience",
                    "3s")))
        .isEqualTo(
            new AuditProperties(
                5, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)));
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.audit.unknown", "1")))
        .isInstanceOf(BindException.class);
  }
}
