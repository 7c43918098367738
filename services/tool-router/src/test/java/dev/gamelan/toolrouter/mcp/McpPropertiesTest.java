package dev.gamelan.toolrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.schemas.Effect;
import dev.gamelan.toolrouter.testing.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.util.unit.DataSize;

class McpPropertiesTest {
  private static McpProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.mcp", McpProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new McpProperties(
                Duration.ofSeconds(55),
                100,
                Duration.ofMinutes(5),
                DataSize.ofKilobytes(256),
                null,
                null,
                McpProperties.Confirm.DELETES));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.mcp.deadline",
                    "20s",
                    "gamelan.mcp.page-size",
                    "7",
                    "gamelan.mcp.tools-fresh",
                    "1s",
                    "gamelan.mcp.largest-answer",
                    "64KB",
                    "gamelan.mcp.signing-key-file",
                    "/keys",
                    "gamelan.mcp.signing-key",
                    "ephemeral",
                    "gamelan.mcp.confirm",
                    "writes")))
        .isEqualTo(
            new McpProperties(
                Duration.ofSeconds(20),
                7,
                Duration.ofSeconds(1),
                DataSize.ofKilobytes(64),
                Path.of("/keys"),
                "ephemeral",
                McpProperties.Confirm.WRITES));
  }

  @Test
  void aPartOfAnAnswerIsNeitherTinyNorEndless() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.mcp.largest-answer", "1KB")))
        .rootCause()
        .hasMessageContaining("gamelan.mcp.largest-answer must be from 4 KB");
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.mcp.unknown", "1")))
        .isInstanceOf(BindException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETES, false, false, true, true",
    "WRITES, false, true, true, true",
    "NOTHING, false, false, false, false"
  })
  void whatIsConfirmedIsChosen(
      McpProperties.Confirm confirm, boolean read, boolean write, boolean delete, boolean unknown) {
    assertThat(confirm.covers(Effect.READ)).isEqualTo(read);
    assertThat(confirm.covers(Effect.WRITE)).isEqualTo(write);
    assertThat(confirm.covers(Effect.DELETE)).isEqualTo(delete);
    assertThat(confirm.covers(Effect.UNKNOWN)).isEqualTo(unknown);
  }
}
