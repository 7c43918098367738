package dev.gamelan.gongcaller.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class LedgerPropertiesTest {
  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new LedgerProperties(
                Duration.ofDays(7), Duration.ofHours(24), DataSize.ofKilobytes(256)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.ledger.keep",
                    "2d",
                    "gamelan.ledger.keys",
                    "1h",
                    "gamelan.ledger.largest-body",
                    "1KB")))
        .isEqualTo(
            new LedgerProperties(Duration.ofDays(2), Duration.ofHours(1), DataSize.ofKilobytes(1)));
  }

  @Test
  void noKeyOutlivesItsWrite() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.ledger.keep", "23h")))
        .hasRootCauseMessage("gamelan.ledger.keys may be no longer than gamelan.ledger.keep");
  }

  private static LedgerProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.ledger", LedgerProperties.class);
  }
}
