package dev.gamelan.gongcaller.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ConsentPropertiesTest {

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new ConsentProperties(
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(15),
                Duration.ofMinutes(1)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.consents.asked-for", "1s",
                    "gamelan.consents.renew-ahead", "2s",
                    "gamelan.consents.renew-every", "3s",
                    "gamelan.consents.pause-first", "4s",
                    "gamelan.consents.pause-most", "5s",
                    "gamelan.consents.hold-calls", "6s")))
        .isEqualTo(
            new ConsentProperties(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6)));
  }

  @ParameterizedTest
  @CsvSource({"PT24H, PT23H", "PT3H, PT2H", "PT1H, PT40M", "PT6S, PT4S"})
  void renewsAnHourAheadOrAfterTwoThirdsOfAShorterLife(Duration lifetime, Duration after) {
    assertThat(bound(Map.of()).renewAfter(lifetime)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"1, PT10S", "2, PT20S", "7, PT10M40S", "8, PT15M", "1000000, PT15M"})
  void waitsLongerAfterEachFailureButNotForEver(int failures, Duration pause) {
    assertThat(bound(Map.of()).pauseAfter(failures)).isEqualTo(pause);
  }

  private static ConsentProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.consents", ConsentProperties.class);
  }
}
