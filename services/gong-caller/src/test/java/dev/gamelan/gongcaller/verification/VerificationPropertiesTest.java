package dev.gamelan.gongcaller.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class VerificationPropertiesTest {
  @Test
  void asksThreeTimesFromTwoMinutesOn() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new VerificationProperties(
                Duration.ofMinutes(2), 3, Duration.ofMinutes(10), Duration.ofSeconds(10)));
  }

  @Test
  void everySettingHasItsKey() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.verification.after", "1s",
                    "gamelan.verification.times", "2",
                    "gamelan.verification.every", "3s",
                    "gamelan.verification.look-every", "4s")))
        .isEqualTo(
            new VerificationProperties(
                Duration.ofSeconds(1), 2, Duration.ofSeconds(3), Duration.ofSeconds(4)));
  }

  private static VerificationProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("gamelan.verification", VerificationProperties.class);
  }
}
