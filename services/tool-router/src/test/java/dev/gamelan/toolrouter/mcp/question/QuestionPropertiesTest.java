package dev.gamelan.toolrouter.mcp.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestionPropertiesTest {
  private static QuestionProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.questions", QuestionProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(new QuestionProperties(Duration.ofMinutes(5), 1000, 20, 100_000, 65_536));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.questions.patience", "10s",
                    "gamelan.questions.open", "1",
                    "gamelan.questions.open-per-caller", "2",
                    "gamelan.questions.spent", "3",
                    "gamelan.questions.longest-answer", "4")))
        .isEqualTo(new QuestionProperties(Duration.ofSeconds(10), 1, 2, 3, 4));
  }
}
