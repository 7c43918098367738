package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.toolrouter.conformance.TestOffer;
import dev.gamelan.toolrouter.dispatch.PendingCalls;
import dev.gamelan.toolrouter.mcp.change.Change;
import dev.gamelan.toolrouter.mcp.change.Changes;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.McpStream;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one instance begins any other goes on with: nothing about a client is in memory alone. */
@WithBroker
class EdgeIT {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static RunningRouter one;
  private static RunningRouter other;
  private static RunningRouter gong;
  private static RunningRouter otherGong;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    one = RunningRouter.startWith(List.of(TestOffer.class));
    other =
        RunningRouter.startWith(List.of(TestOffer.class), "gamelan.streams.listening-per-caller=2");
    gong = RunningRouter.start();
    otherGong = RunningRouter.start();
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    List.of(one, other, gong, otherGong).forEach(RunningRouter::close);
  }

  private static String begin(RunningRouter router, String token) {
    McpPost.Reply greeting =
        McpPost.to(router.url() + "/mcp")
            .as(token)
            .send(
                McpPost.legacy(
                    "initialize",
                    "\"protocolVersion\": \"2025-11-25\", \"capabilities\": {\"elicitation\": {}}"));
    return greeting.headers().getOrDefault("mcp-session-id", "none");
  }

  private static McpPost inSession(RunningRouter router, String session) {
    return McpPost.to(router.url() + "/mcp").with("Mcp-Session-Id", session);
  }

  private static String tool(String name) {
    return McpPost.legacy("tools/call", "\"name\": \"%s\", \"arguments\": {}".formatted(name));
  }

  private static String accepting(String question) {
    return "{\"jsonrpc\": \"2.0\", \"id\": \"%s\", \"result\": {\"action\": \"accept\", \"content\": {\"name\": \"Jane\"}}}"
        .formatted(question);
  }

  @Test
  void aSessionIsGoodAtEveryInstanceForItsOwnCallerAlone() {
    String session = begin(one, RunningRouter.READER);

    assertThat(inSession(other, session).send(McpPost.legacy("ping", "")).status()).isEqualTo(200);
    assertThat(
            inSession(other, session)
                .as(RunningRouter.OTHER_READER)
                .send(McpPost.legacy("ping", ""))
                .status())
        .isEqualTo(404);
    McpPost.Reply forged =
        inSession(one, "A" + session.substring(1)).send(McpPost.legacy("ping", ""));
    assertThat(forged.status()).isEqualTo(404);
    assertThat(forged.json().at("/error/message").asString()).contains("initialize");
  }

  @Test
  void aSessionThatHasEndedHasEndedEverywhere() {
    String session = begin(one, RunningRouter.READER);
    assertThat(inSession(one, session).send("DELETE", HttpRequest.BodyPublishers.noBody()).status())
        .isEqualTo(204);

    assertThat(inSession(one, session).send(McpPost.legacy("ping", "")).status()).isEqualTo(404);
    await()
        .atMost(SOON)
        .until(
            () -> inSession(other, session).send(McpPost.legacy("ping", "")).status(),
            status -> status == 404);
  }

  @Test
  void theNewEraHasNoSessions() {
    McpPost modern =
        McpPost.modern(one.url(), "tools/list", null).with("Mcp-Session-Id", "nonsense");

    assertThat(modern.send(McpPost.request("tools/list", "")).status()).isEqualTo(200);
    assertThat(modern.send("DELETE", HttpRequest.BodyPublishers.noBody()).status()).isEqualTo(405);
    assertThat(modern.send("GET", HttpRequest.BodyPublishers.noBody()).status()).isEqualTo(405);
  }

  @Test
  void anAnswerReachesTheCallThatWaitsAtAnotherInstanceButNoForeignOneDoes() {
    String session = begin(one, RunningRouter.READER);
    String foreign = begin(one, RunningRouter.OTHER_READER);
    String second = begin(one, RunningRouter.READER);
    try (McpStream call =
        McpStream.open(inSession(one, session).post(tool("test_elicitation_sep1034_defaults")))) {
      JsonNode question = call.next();
      String id = question.path("id").asString();
      assertThat(question.path("method").asString()).isEqualTo("elicitation/create");

      assertThat(
              inSession(other, foreign)
                  .as(RunningRouter.OTHER_READER)
                  .send(accepting(id).replace("Jane", "Foreigner"))
                  .status())
          .isEqualTo(202);
      assertThat(inSession(other, second).send(accepting(id).replace("Jane", "Second")).status())
          .isEqualTo(202);
      assertThat(inSession(other, session).send(accepting(id)).status()).isEqualTo(202);

      assertThat(call.next().at("/result/content/0/text").asString()).contains("Jane");
    }
  }

  @Test
  void whoCannotBeAskedIsToldSo() {
    McpPost.Reply reply =
        McpPost.to(one.url() + "/mcp").send(tool("test_elicitation_sep1034_defaults"));

    assertThat(reply.json().at("/result/isError").asBoolean()).isTrue();
    assertThat(reply.json().at("/result/content/0/text").asString()).contains("elicitation");
  }

  @Test
  void aConfirmationCountsOnceAmongAllInstances() {
    String name = "\"name\": \"test_input_required_result_request_state\"";
    JsonNode asked = modernCall(one, name).at("/result/requestState");
    String answered =
        name
            + ", \"requestState\": \"%s\", \"inputResponses\": {\"confirm\": {\"action\": \"accept\", \"content\": {\"ok\": true}}}"
                .formatted(asked.asString());

    JsonNode first = modernCall(other, answered);
    JsonNode second = modernCall(one, answered);

    assertThat(first.at("/result/content/0/text").asString()).contains("state-ok");
    assertThat(second.at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(second.at("/error/message").asString()).contains("count once");
  }

  private static JsonNode modernCall(RunningRouter router, String params) {
    return McpPost.modern(router.url(), "tools/call", "test_input_required_result_request_state")
        .send(
            McpPost.request("tools/call", params)
                .replace("clientCapabilities\": {}", "clientCapabilities\": {\"elicitation\": {}}"))
        .json();
  }

  @Test
  void aSessionCancelsItsOwnCallAtAnotherInstanceAndNobodyElses() {
    gongCaller.answerNothing();
    String session = begin(gong, RunningRouter.READER);
    String foreign = begin(gong, RunningRouter.OTHER_READER);
    String second = begin(gong, RunningRouter.READER);
    String cancelled =
        "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/cancelled\", \"params\": {\"requestId\": \"a\"}}";
    var reply = inSession(gong, session).sendAsync(tool("gong_list_workspaces"));
    String callId = gongCaller.awaitCommand("gong_list_workspaces").getCallId();

    inSession(otherGong, foreign).as(RunningRouter.OTHER_READER).send(cancelled);
    inSession(otherGong, second).send(cancelled);
    // Signals are heard in their order: when this one has been, those two have been as well.
    inSession(otherGong, session).send(cancelled.replace("\"a\"", "\"another\""));
    assertThat(gong.bean(PendingCalls.class).size()).isEqualTo(1);
    assertThat(reply).isNotDone();
    assertThat(inSession(otherGong, session).send(cancelled).status()).isEqualTo(202);

    assertThat(gongCaller.awaitCancellation(callId).getCaller()).isEqualTo("reader");
    assertThat(reply).succeedsWithin(SOON).satisfies(end -> assertThat(end.text()).isEmpty());
  }

  @Test
  void whoListensHearsOfChangesAnnouncedAnywhereAndOfNothingElse() {
    String wanted =
        "\"notifications\": {\"toolsListChanged\": true, \"resourceSubscriptions\": [\"test://watched-resource\"]}";
    try (McpStream stream =
        McpStream.open(
            McpPost.modern(one.url(), "subscriptions/listen", null)
                .post(McpPost.request("subscriptions/listen", wanted)))) {
      JsonNode acknowledged = stream.next();
      assertThat(acknowledged.path("method").asString())
          .isEqualTo("notifications/subscriptions/acknowledged");
      assertThat(acknowledged.at("/params/notifications/toolsListChanged").asBoolean()).isTrue();

      Changes changes = other.bean(Changes.class);
      changes.announce(Change.PROMPTS);
      changes.updated("test://static-text");
      changes.updated("test://watched-resource");
      changes.announce(Change.TOOLS);

      JsonNode updated = stream.next();
      assertThat(updated.path("method").asString()).isEqualTo("notifications/resources/updated");
      assertThat(updated.at("/params/uri").asString()).isEqualTo("test://watched-resource");
      JsonNode changed = stream.next();
      assertThat(changed.path("method").asString()).isEqualTo("notifications/tools/list_changed");
      assertThat(changed.at("/params/_meta/io.modelcontextprotocol~1subscriptionId").asInt())
          .isEqualTo(7);
    }
  }

  @Test
  void aSessionHearsOnItsStreamOfListsAndOfResourcesItFollows() {
    String session = begin(one, RunningRouter.READER);
    try (McpStream stream = McpStream.open(inSession(other, session).get())) {
      JsonNode followed =
          inSession(one, session)
              .send(McpPost.legacy("resources/subscribe", "\"uri\": \"test://watched-resource\""))
              .json();
      assertThat(followed.path("result").isObject()).isTrue();
      Changes changes = one.bean(Changes.class);
      changes.updated("test://static-text");
      changes.updated("test://watched-resource");
      changes.announce(Change.PROMPTS);

      assertThat(stream.next().at("/params/uri").asString()).isEqualTo("test://watched-resource");
      assertThat(stream.next().path("method").asString())
          .isEqualTo("notifications/prompts/list_changed");
      assertThat(
              inSession(one, session).send("DELETE", HttpRequest.BodyPublishers.noBody()).status())
          .isEqualTo(204);
      assertThat(stream.hasEnded()).isTrue();
    }
  }
}
