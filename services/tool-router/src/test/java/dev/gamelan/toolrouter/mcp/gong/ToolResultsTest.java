package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.mcp.offer.Content;
import dev.gamelan.toolrouter.mcp.offer.Reply;
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
            Reply.Tool.class,
            reply -> {
              assertThat(reply.isError()).isTrue();
              assertThat(reply.content()).containsExactly(new Content.Text("So it is."));
              assertThat(String.valueOf(reply.structured()))
                  .contains("\"code\":\"" + outcome.code() + "\"")
                  .contains("\"retryable\":true")
                  .contains("\"retryAfterMs\":1500");
              assertThat(String.valueOf(reply.meta())).contains("\"dev.gamelan/callId\":\"c-1\"");
            });
  }

  @Test
  void aToolThatDoesNotExistIsAnErrorOfTheProtocol() {
    assertThat(results.of(notAnswered(Outcome.UNKNOWN_TOOL), NOW))
        .isEqualTo(new Reply.Unknown("So it is.", null));
  }

  @Test
  void anAnswerStandsInTheResultAsTextAndAsStructure() {
    ObjectNode content = MAPPER.createObjectNode().put("requestId", "r-1").put("id", "42");

    assertThat(
            results.of(new ToolCallAnswer.Answered("c-1", "gong_list_users", content, "r-1"), NOW))
        .isInstanceOfSatisfying(
            Reply.Tool.class,
            reply -> {
              assertThat(reply.isError()).isFalse();
              assertThat(reply.structured()).isEqualTo(content);
              assertThat(reply.content())
                  .containsExactly(new Content.Text(MAPPER.writeValueAsString(content)));
              assertThat(String.valueOf(reply.meta()))
                  .contains("\"dev.gamelan/requestId\":\"r-1\"");
            });
  }
}
