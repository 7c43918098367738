package dev.gamelan.toolrouter.governance.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GovernanceLogPropertiesTest {
  private static final String PREFIX = "gamelan.governance-log";

  @Test
  void defaults() {
    assertThat(Settings.bind(PREFIX, GovernanceLogProperties.class, Map.of()))
        .isEqualTo(
            new GovernanceLogProperties(Duration.ofSeconds(5), Duration.ofSeconds(30), List.of()));
  }

  @Test
  void keys() {
    assertThat(
            Settings.bind(
                PREFIX,
                GovernanceLogProperties.class,
                Map.of(
                    PREFIX + ".patience", "2s",
                    PREFIX + ".start-patience", "1m",
                    PREFIX + ".pass-over", "17,19")))
        .isEqualTo(
            new GovernanceLogProperties(
                Duration.ofSeconds(2), Duration.ofMinutes(1), List.of(17L, 19L)));
  }
}
