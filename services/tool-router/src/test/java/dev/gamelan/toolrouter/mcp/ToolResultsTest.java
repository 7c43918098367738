package dev.gamelan.toolrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.toolcall.Outcome;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ToolResultsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final JsonMapper MAPPER = new JsonMapper();
  private final ToolResults results = new ToolResults(MAPPER);

  private static ToolCallAnswer notAnswered(Outcome outcome) {
    return new ToolCallAnswer.NotAnswered(
        "c-1", "gong_list_users", outcome, "So it is.", true, NOW.plusMillis(1500), "r-1");
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ANSWERED", "UNKNOWN_TOOL"})
  void everyOtherEndingIsAToolErrorThatTheModelCanRead(Outcome outcome) {
    assertThat(results.of(notAnswered(outcome), NOW))
        .isInstanceOfSatisfying(
            McpOutcome.Result.class,
            given -> {
              ObjectNode result = given.result();
              assertThat(result.path("isError").asBoolean()).isTrue();
              assertThat(result.at("/content/0/text").asString()).isEqualTo("So it is.");
              assertThat(result.at("/structuredContent/code").asString()).isEqualTo(outcome.code());
              assertThat(result.at("/structuredContent/retryable").asBoolean()).isTrue();
              assertThat(result.at("/structuredContent/retryAfterMs").asLong()).isEqualTo(1500);
              assertThat(result.at("/_meta/dev.gamelan~1callId").asString()).isEqualTo("c-1");
            });
  }

  @Test
  void aToolThatDoesNotExistIsAnErrorOfTheProtocol() {
    assertThat(results.of(notAnswered(Outcome.UNKNOWN_TOOL), NOW))
        .isInstanceOfSatisfying(
            McpError.class,
            error -> {
              assertThat(error.code()).isEqualTo(-32602);
              assertThat(error.status().value()).isEqualTo(200);
            });
  }

  @Test
  void anAnswerStandsInTheResultAsTextAndAsStructure() {
    ObjectNode content = MAPPER.createObjectNode().put("requestId", "r-1").put("id", "42");

    assertThat(
            results.of(new ToolCallAnswer.Answered("c-1", "gong_list_users", content, "r-1"), NOW))
        .isInstanceOfSatisfying(
            McpOutcome.Result.class,
            given -> {
              ObjectNode result = given.result();
              assertThat(result.path("isError").asBoolean()).isFalse();
              assertThat(result.path("structuredContent").path("id").asString()).isEqualTo("42");
              assertThat(MAPPER.readTree(result.at("/content/0/text").asString()))
                  .isEqualTo(content);
              assertThat(result.at("/_meta/dev.gamelan~1requestId").asString()).isEqualTo("r-1");
            });
  }
}
