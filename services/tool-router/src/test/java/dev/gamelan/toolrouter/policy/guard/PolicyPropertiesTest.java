package dev.gamelan.toolrouter.policy.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.util.unit.DataSize;

class PolicyPropertiesTest {
  private static PolicyProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.policies", PolicyProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(new PolicyProperties(Duration.ofMillis(500), DataSize.ofMegabytes(8)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.policies.patience", "1s", "gamelan.policies.largest-result", "1MB")))
        .isEqualTo(new PolicyProperties(Duration.ofSeconds(1), DataSize.ofMegabytes(1)));
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.policies.unknown", "1")))
        .isInstanceOf(BindException.class);
  }
}
