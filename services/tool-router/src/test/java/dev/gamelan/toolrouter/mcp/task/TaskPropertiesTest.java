package dev.gamelan.toolrouter.mcp.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;

class TaskPropertiesTest {
  private static TaskProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.tasks", TaskProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new TaskProperties(
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                10_000,
                50,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.tasks.after",
                    "1s",
                    "gamelan.tasks.deadline",
                    "2m",
                    "gamelan.tasks.lifetime",
                    "3m",
                    "gamelan.tasks.kept",
                    "4",
                    "gamelan.tasks.kept-per-caller",
                    "5",
                    "gamelan.tasks.poll",
                    "6s",
                    "gamelan.tasks.patience",
                    "7s")))
        .isEqualTo(
            new TaskProperties(
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                4,
                5,
                Duration.ofSeconds(6),
                Duration.ofSeconds(7)));
  }

  @Test
  void aTaskLivesLongerThanItsCallMayWaitAndShorterThanTheTopicKeepsIt() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.tasks.lifetime", "9m")))
        .isInstanceOf(BindException.class);
    assertThatThrownBy(() -> bound(Map.of("gamelan.tasks.lifetime", "24h")))
        .isInstanceOf(BindException.class);
    assertThat(Topics.TASK_NOTED.retention()).isGreaterThan(Duration.ofHours(23));
  }
}
