package dev.gamelan.toolrouter.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class AdmissionPropertiesTest {
  private static AdmissionProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.admission", AdmissionProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of())).isEqualTo(new AdmissionProperties(3, 0.5, Duration.ofMillis(500)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.admission.per-second",
                    "5",
                    "gamelan.admission.slowest-per-second",
                    "2",
                    "gamelan.admission.answer-time",
                    "1s")))
        .isEqualTo(new AdmissionProperties(5, 2, Duration.ofSeconds(1)));
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.admission.unknown", "1")))
        .isInstanceOf(BindException.class);
  }
}
