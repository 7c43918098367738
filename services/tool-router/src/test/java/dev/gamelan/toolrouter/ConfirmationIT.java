package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.admission.ConnectionStates;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.McpStream;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Nothing is deleted at Gong before the person in front of the client has said yes to it. */
@WithBroker
class ConfirmationIT {
  private static final String TOOL = "gong_delete_meeting";
  private static final String DELETION =
      "\"name\": \"gong_delete_meeting\", \"arguments\": {\"meetingId\": \"42\"}";
  private static final String YES = "{\"action\": \"accept\", \"content\": {\"confirm\": true}}";
  private static RunningRouter one;
  private static RunningRouter other;
  private static RunningRouter strict;
  private static RunningRouter lenient;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    one = RunningRouter.start();
    other = RunningRouter.start();
    strict = RunningRouter.start("gamelan.mcp.confirm=writes");
    lenient = RunningRouter.start("gamelan.mcp.confirm=nothing");
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    List.of(one, other, strict, lenient).forEach(RunningRouter::close);
  }

  @BeforeEach
  void answer() {
    gongCaller.forget();
    gongCaller.answerAllWith("{\"requestId\": \"r-1\"}");
  }

  private static JsonNode modern(RunningRouter router, String token, String params) {
    return McpPost.modern(router.url(), "tools/call", TOOL)
        .as(token)
        .send(
            McpPost.request("tools/call", params)
                .replace("clientCapabilities\": {}", "clientCapabilities\": {\"elicitation\": {}}"))
        .json();
  }

  private static JsonNode modern(RunningRouter router, String params) {
    return modern(router, RunningRouter.WRITER, params);
  }

  private static String answered(JsonNode asked, String answer) {
    return DELETION
        + ", \"requestState\": \"%s\", \"inputResponses\": {\"confirmation\": %s}"
            .formatted(asked.at("/result/requestState").asString(), answer);
  }

  private static String begin(String capabilities) {
    return McpPost.to(one.url() + "/mcp")
        .as(RunningRouter.WRITER)
        .send(
            McpPost.legacy(
                "initialize",
                "\"protocolVersion\": \"2025-11-25\", \"capabilities\": " + capabilities))
        .headers()
        .getOrDefault("mcp-session-id", "none");
  }

  private static McpPost inSession(RunningRouter router, String session) {
    return McpPost.to(router.url() + "/mcp")
        .as(RunningRouter.WRITER)
        .with("Mcp-Session-Id", session);
  }

  /** Sees that nothing has been sent: what was sent before this call would be there by now. */
  private static void nothingWasSent() {
    McpPost.modern(one.url(), "tools/call", "gong_list_workspaces")
        .send(McpPost.request("tools/call", "\"name\": \"gong_list_workspaces\""));
    assertThat(gongCaller.commands())
        .extracting(command -> command.getTool())
        .containsExactly("gong_list_workspaces");
  }

  @Test
  void aModernClientIsAskedInPlainWordsAndItsYesIsOneCall() {
    JsonNode asked = modern(one, DELETION);

    assertThat(asked.at("/result/resultType").asString()).isEqualTo("input_required");
    JsonNode question = asked.at("/result/inputRequests/confirmation");
    assertThat(question.path("method").asString()).isEqualTo("elicitation/create");
    assertThat(question.at("/params/message").asString())
        .contains("Cancel a scheduled meeting", "meetingId \"42\"", "connection default");
    assertThat(question.at("/params/requestedSchema/properties/confirm/type").asString())
        .isEqualTo("boolean");
    nothingWasSent();
    gongCaller.forget();

    JsonNode done = modern(other, answered(asked, YES));

    assertThat(done.at("/result/isError").asBoolean(true)).isFalse();
    String callId = done.at("/result/_meta/dev.gamelan~1callId").asString();
    assertThat(gongCaller.commands())
        .extracting(command -> command.getCallId())
        .containsExactly(callId);
    assertThat(gongCaller.awaitTrail("admitted", TOOL).getCallId()).isEqualTo(callId);
  }

  @Test
  void aReplayedConfirmationDoesNothingAtEitherInstance() {
    JsonNode asked = modern(one, DELETION);
    modern(other, answered(asked, YES));
    gongCaller.awaitCommand(TOOL);
    gongCaller.forget();

    for (RunningRouter router : List.of(one, other)) {
      assertThat(modern(router, answered(asked, YES)).at("/error/message").asString())
          .contains("count once");
      AuditEvent refused = gongCaller.awaitTrail("not-confirmed", TOOL);
      assertThat(refused.getCaller()).isEqualTo("writer");
    }
    nothingWasSent();
  }

  @Test
  void aConfirmationIsGoodForItsOwnArgumentsAndCallerAlone() {
    JsonNode asked = modern(one, DELETION);

    assertThat(
            modern(one, answered(asked, YES).replace("\"42\"", "\"43\"")).at("/error/code").asInt())
        .isEqualTo(-32602);
    assertThat(modern(one, RunningRouter.READER, answered(asked, YES)).at("/error/code").asInt())
        .isEqualTo(-32602);
    nothingWasSent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"action\": \"decline\"}                                     | said no",
        "{\"action\": \"accept\", \"content\": {\"confirm\": false}}   | said no",
        "{\"action\": \"cancel\"}                                      | closed without a decision"
      })
  void aNoIsAResultAndStandsInTheTrail(String answer, String words) {
    JsonNode result = modern(other, answered(modern(one, DELETION), answer)).path("result");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.at("/content/0/text").asString()).contains(words);
    assertThat(result.at("/structuredContent/code").asString()).isEqualTo("not-confirmed");
    AuditEvent refused = gongCaller.awaitTrail("not-confirmed", TOOL);
    assertThat(refused.getCallId()).isEqualTo(result.at("/_meta/dev.gamelan~1callId").asString());
    assertThat(refused.getReason()).contains(words);
    nothingWasSent();
  }

  @Test
  void aModernClientThatCannotAskIsToldWhatToDeclare() {
    McpPost.Reply reply =
        McpPost.modern(one.url(), "tools/call", TOOL)
            .as(RunningRouter.WRITER)
            .send(McpPost.request("tools/call", DELETION));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().at("/error/code").asInt()).isEqualTo(-32021);
    assertThat(reply.json().at("/error/data/requiredCapabilities/elicitation").isObject()).isTrue();
    assertThat(gongCaller.awaitTrail("not-confirmed", TOOL).getReason()).contains("not declared");
    nothingWasSent();
  }

  @Test
  void aLegacyClientThatCannotAskIsToldWhatToDeclare() {
    JsonNode result =
        inSession(one, begin("{}")).send(McpPost.legacy("tools/call", DELETION)).json();

    assertThat(result.at("/result/isError").asBoolean()).isTrue();
    assertThat(result.at("/result/content/0/text").asString())
        .contains("nothing was done", "declares elicitation");
    gongCaller.awaitTrail("not-confirmed", TOOL);
    nothingWasSent();
  }

  @Test
  void aLegacyClientIsAskedOnItsStreamAndItsYesIsOneCall() {
    String session = begin("{\"elicitation\": {}}");
    try (McpStream call =
        McpStream.open(inSession(one, session).post(McpPost.legacy("tools/call", DELETION)))) {
      JsonNode question = call.next();
      assertThat(question.path("method").asString()).isEqualTo("elicitation/create");
      assertThat(question.at("/params/message").asString()).contains("meetingId \"42\"");
      nothingWasSent();
      gongCaller.forget();
      String yes =
          "{\"jsonrpc\": \"2.0\", \"id\": \"%s\", \"result\": %s}"
              .formatted(question.path("id").asString(), YES);

      assertThat(inSession(other, session).send(yes).status()).isEqualTo(202);
      assertThat(call.next().at("/result/isError").asBoolean(true)).isFalse();
      assertThat(inSession(other, session).send(yes).status()).isEqualTo(202);
    }
    assertThat(gongCaller.commands()).hasSize(1);
  }

  @Test
  void aLegacyClientsNoIsAResult() {
    String session = begin("{\"elicitation\": {}}");
    try (McpStream call =
        McpStream.open(inSession(one, session).post(McpPost.legacy("tools/call", DELETION)))) {
      String no =
          "{\"jsonrpc\": \"2.0\", \"id\": \"%s\", \"result\": {\"action\": \"decline\"}}"
              .formatted(call.next().path("id").asString());

      assertThat(inSession(other, session).send(no).status()).isEqualTo(202);

      assertThat(call.next().at("/result/structuredContent/code").asString())
          .isEqualTo("not-confirmed");
    }
    gongCaller.awaitTrail("not-confirmed", TOOL);
    nothingWasSent();
  }

  @Test
  void nobodyIsAskedAboutWhatWouldBeRefusedAnyway() {
    JsonNode invalid = modern(one, DELETION.replace("meetingId", "meeting"));
    assertThat(invalid.at("/result/structuredContent/code").asString())
        .isEqualTo("invalid-arguments");
    gongCaller.awaitTrail("invalid-arguments", TOOL);

    JsonNode reader = modern(one, RunningRouter.READER, DELETION);
    assertThat(reader.at("/result/structuredContent/code").asString())
        .isEqualTo("write-not-allowed");
  }

  @Test
  void whatIsConfirmedIsJudgedOnceMore() {
    JsonNode asked = modern(one, DELETION);
    frozenUntil(Instant.now().plus(Duration.ofHours(1)));
    try {
      JsonNode late = modern(one, answered(asked, YES));

      assertThat(late.at("/result/structuredContent/code").asString()).isEqualTo("not-in-time");
    } finally {
      frozenUntil(null);
    }
    // What was refused for its time has not used up the confirmation.
    assertThat(modern(one, answered(asked, YES)).at("/result/isError").asBoolean(true)).isFalse();
  }

  private static void frozenUntil(@Nullable Instant moment) {
    LaneState state =
        LaneState.newBuilder()
            .setConnection("default")
            .setHolder("h")
            .setQueued(0)
            .setInFlight(0)
            .setStartsPerSecond(3)
            .setAnswerMillis(100)
            .setFrozenUntil(moment)
            .setAt(Instant.now())
            .build();
    gongCaller.publish(Topics.LANE_STATE, "default", state);
    for (RunningRouter router : List.of(one, other)) {
      ConnectionStates states = router.bean(ConnectionStates.class);
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> states.lane("default"),
              lane -> lane != null && Objects.equals(lane.getAt(), state.getAt()));
    }
  }

  @Test
  void aWriteThatDeletesNothingIsAskedAboutWhereTheInstallationWantsIt() {
    String write =
        "\"name\": \"gong_add_meeting\", \"arguments\": {\"startTime\": \"2026-01-01T00:00:00Z\", \"endTime\": \"2026-01-01T01:00:00Z\", \"organizerEmail\": \"a@b.example\", \"invitees\": [{\"email\": \"c@d.example\"}]}";
    assertThat(added(one, write).at("/result/resultType").asString()).isEqualTo("complete");
    assertThat(added(strict, write).at("/result/resultType").asString())
        .isEqualTo("input_required");
    assertThat(modern(lenient, DELETION).at("/result/resultType").asString()).isEqualTo("complete");
  }

  private static JsonNode added(RunningRouter router, String params) {
    return McpPost.modern(router.url(), "tools/call", "gong_add_meeting")
        .as(RunningRouter.WRITER)
        .send(
            McpPost.request("tools/call", params)
                .replace("clientCapabilities\": {}", "clientCapabilities\": {\"elicitation\": {}}"))
        .json();
  }

  @Test
  void programsAreNotAsked() {
    McpPost.Reply reply =
        McpPost.to(one.url() + "/v1/tool-calls")
            .as(RunningRouter.WRITER)
            .send("{\"tool\": \"gong_delete_meeting\", \"arguments\": {\"meetingId\": \"42\"}}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(gongCaller.commands()).hasSize(1);
  }
}
