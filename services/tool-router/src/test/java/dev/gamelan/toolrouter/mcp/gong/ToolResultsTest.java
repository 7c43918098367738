package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.Meters;
import dev.gamelan.toolrouter.catalog.AnswerShapes;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.mcp.offer.Content;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.toolcall.AnswerOrigin;
import dev.gamelan.toolrouter.toolcall.Outcome;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ToolResultsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final JsonMapper MAPPER = new JsonMapper();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ToolResults results =
      new ToolResults(Catalog.load(), AnswerShapes.load(), new AnswerParts(MAPPER, 4_096), meters);

  private static ToolCallAnswer notAnswered(Outcome outcome) {
    return new ToolCallAnswer.NotAnswered(
        "c-1", "gong_list_users", outcome, "So it is.", true, NOW.plusMillis(1500), "r-1", null);
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
            results.of(
                new ToolCallAnswer.Answered("c-1", "gong_list_users", content, "r-1", null), NOW))
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

  @Test
  void anAnswerSaysWhereItCameFrom() {
    ObjectNode content = MAPPER.createObjectNode().put("requestId", "r-1");
    ToolCallAnswer answer =
        new ToolCallAnswer.Answered("c-1", "gong_list_users", content, "r-1", null)
            .from(new AnswerOrigin("cache", 1_500, 2, "p-1"));

    assertThat(results.of(answer, NOW))
        .isInstanceOfSatisfying(
            Reply.Tool.class,
            reply ->
                assertThat(String.valueOf(reply.meta()))
                    .contains("\"dev.gamelan/source\":\"cache\"")
                    .contains("\"dev.gamelan/ageMs\":1500")
                    .contains("\"dev.gamelan/sharedWith\":2"));
  }

  @Test
  void whatIsOtherThanPublishedStandsInTheTextAlone() {
    ObjectNode content = MAPPER.createObjectNode().put("requestId", "r-1");
    content.put("users", "none today");

    assertThat(
            results.of(
                new ToolCallAnswer.Answered("c-1", "gong_list_users", content, "r-1", null), NOW))
        .isInstanceOfSatisfying(
            Reply.Tool.class,
            reply -> {
              assertThat(reply.structured())
                  .isEqualTo(MAPPER.createObjectNode().put("requestId", "r-1"));
              assertThat(String.valueOf(reply.content())).contains("none today");
              assertThat(String.valueOf(reply.meta()))
                  .contains("\"dev.gamelan/structured\":\"partial\"");
            });
    assertThat(meters.counter(Meters.UNPUBLISHED.key(), "tool", "gong_list_users").count())
        .isEqualTo(1);
  }

  @Test
  void aLongAnswerIsCutAndSaysSoAndWhereTheRestIs() {
    ObjectNode content = MAPPER.createObjectNode().put("requestId", "r-1");
    ArrayNode users = content.putArray("users");
    for (int user = 0; user < 100; user++) {
      users.addObject().put("id", String.valueOf(user)).put("title", "x".repeat(100));
    }
    String callId = "0f8b1c9e-0000-4000-8000-000000000001";

    assertThat(
            results.of(
                new ToolCallAnswer.Answered(callId, "gong_list_users", content, "r-1", null), NOW))
        .isInstanceOfSatisfying(
            Reply.Tool.class,
            reply -> {
              assertThat(reply.isError()).isFalse();
              assertThat(String.valueOf(reply.structured()).length()).isLessThan(4_096);
              String note = ((Content.Text) reply.content().get(1)).text();
              assertThat(note)
                  .startsWith("This is part 1 of 4")
                  .contains("the elements 1 to 33 of the 100 in users")
                  .contains("gong://answers/%s/2".formatted(callId));
              assertThat(reply.content().get(2))
                  .isEqualTo(
                      new Content.Link("gong://answers/%s/2".formatted(callId), "part 2 of 4"));
            });
  }
}
