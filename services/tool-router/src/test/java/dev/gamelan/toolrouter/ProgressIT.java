package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.admission.ConnectionStates;
import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.McpStream;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Whoever waits and wants to know is told where the call stands. */
@WithBroker
class ProgressIT {
  private static final String TOOL = "gong_list_workspaces";
  private static final String ANSWER = "{\"requestId\": \"r-1\", \"workspaces\": []}";
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    router = RunningRouter.start();
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    router.close();
  }

  @BeforeEach
  void sixWaitAndNobodyIsAnswered() {
    gongCaller.forget();
    gongCaller.answerNothing();
    laneSays(6);
  }

  /** Nothing moves but by what it says: it is frozen. */
  private static void laneSays(int queued, String... asking) {
    LaneState state =
        LaneState.newBuilder()
            .setConnection("default")
            .setHolder("h")
            .setQueued(queued)
            .setInFlight(asking.length)
            .setStartsPerSecond(0.5)
            .setAnswerMillis(100)
            .setAsking(List.of(asking))
            .setFrozenUntil(Instant.now().plusSeconds(30).truncatedTo(ChronoUnit.MILLIS))
            .setAt(Instant.now())
            .build();
    gongCaller.publish(Topics.LANE_STATE, "default", state);
    ConnectionStates states = router.bean(ConnectionStates.class);
    await().atMost(Duration.ofSeconds(10)).until(() -> state.equals(states.lane("default")));
  }

  private static McpPost post(Era era, String method, String name) {
    return era == Era.MODERN
        ? McpPost.modern(router.url(), method, name)
        : McpPost.to(router.url() + "/mcp");
  }

  private static String body(Era era, String method, String params, String meta) {
    return era == Era.MODERN
        ? McpPost.request(method, params).replace("\"_meta\": {", "\"_meta\": {" + meta)
        : McpPost.legacy(
            method,
            meta.isEmpty()
                ? params
                : params + ", \"_meta\": {" + meta.substring(0, meta.length() - 1) + "}");
  }

  private static JsonNode untilTold(String words, McpStream stream, List<JsonNode> told) {
    while (told.isEmpty() || !told.getLast().at("/params/message").asString("").contains(words)) {
      JsonNode next = stream.next();
      assertThat(next.path("method").asString(next.toString())).isEqualTo("notifications/progress");
      told.add(next);
    }
    return told.getLast();
  }

  private static void assertIncreasing(List<JsonNode> told) {
    assertThat(told).allSatisfy(one -> assertThat(one.at("/params/total").isNumber()).isTrue());
    List<Double> values = told.stream().map(one -> one.at("/params/progress").asDouble()).toList();
    assertThat(values).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Era.class)
  void aClientHearsItsPlaceThenThatGongIsAskedThenTheAnswerAndNoMore(Era era) {
    String body =
        body(
            era,
            "tools/call",
            "\"name\": \"%s\", \"arguments\": {}".formatted(TOOL),
            "\"progressToken\": \"t-1\",");
    List<JsonNode> told = new ArrayList<>();
    try (McpStream stream = McpStream.open(post(era, "tools/call", TOOL).post(body))) {
      JsonNode first = untilTold("queued", stream, told);
      assertThat(first.at("/params/message").asString())
          .matches("queued: position 7, about [34]\\d s");
      assertThat(first.at("/params/progressToken").asString()).isEqualTo("t-1");

      laneSays(2);
      untilTold("position 2", stream, told);
      ToolCallRequested command = gongCaller.awaitCommand(TOOL);
      laneSays(1, command.getCallId());
      untilTold("asking Gong", stream, told);
      gongCaller.complete(FakeGongCaller.answered(command, ANSWER));

      assertThat(stream.next().at("/result/isError").asBoolean(true)).isFalse();
      assertThat(stream.hasEnded()).isTrue();
    }
    assertIncreasing(told);
  }

  @ParameterizedTest
  @EnumSource(Era.class)
  void whoDoesNotWantToKnowGetsOneJsonAnswer(Era era) {
    gongCaller.answerAllWith(ANSWER);

    McpPost.Reply reply =
        post(era, "tools/call", TOOL)
            .send(
                body(era, "tools/call", "\"name\": \"%s\", \"arguments\": {}".formatted(TOOL), ""));

    assertThat(reply.headers().getOrDefault("content-type", "")).contains("application/json");
    assertThat(reply.json().at("/result/isError").asBoolean(true)).isFalse();
  }

  @Test
  void aRefusedCallIsNotSaidToBeQueued() {
    McpPost.Reply reply =
        post(Era.MODERN, "tools/call", "gong_get_call")
            .send(
                body(
                    Era.MODERN,
                    "tools/call",
                    "\"name\": \"gong_get_call\", \"arguments\": {\"idd\": \"1\"}",
                    "\"progressToken\": 1,"));

    assertThat(reply.headers().getOrDefault("content-type", "")).contains("application/json");
    assertThat(reply.json().at("/result/isError").asBoolean()).isTrue();
  }

  @Test
  void aResourceThatTakesTwoCallsTellsOfBothInOneRow() {
    gongCaller.answer(
        command ->
            command.getTool().equals("gong_get_call_transcripts")
                ? Optional.of(
                    FakeGongCaller.answered(
                        command,
                        "{\"callTranscripts\": [{\"callId\": \"42\", \"transcript\": []}]}"))
                : Optional.of(
                    FakeGongCaller.answered(
                        command,
                        "{\"calls\": [{\"metaData\": {\"id\": \"42\"}, \"parties\": []}]}")));
    String uri = "gong://calls/42/transcript";
    List<JsonNode> messages = new ArrayList<>();
    try (McpStream stream =
        McpStream.open(
            post(Era.MODERN, "resources/read", uri)
                .post(
                    body(
                        Era.MODERN,
                        "resources/read",
                        "\"uri\": \"%s\"".formatted(uri),
                        "\"progressToken\": 1,")))) {
      while (messages.isEmpty() || !messages.getLast().has("result")) {
        messages.add(stream.next());
      }
    }
    List<JsonNode> told = messages.subList(0, messages.size() - 1);
    assertThat(told.stream().filter(one -> one.toString().contains("queued: position")))
        .hasSizeGreaterThanOrEqualTo(2);
    assertIncreasing(told);
  }
}
