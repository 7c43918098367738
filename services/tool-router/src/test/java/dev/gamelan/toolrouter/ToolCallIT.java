package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.toolrouter.dispatch.PendingCalls;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One call through the service, real topics, and someone who answers at their other end. */
@WithBroker
class ToolCallIT {
  private static final String USERS = "{\"requestId\": \"r-1\", \"users\": [{\"id\": \"42\"}]}";
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
  void answerWithUsers() {
    gongCaller.forget();
    gongCaller.answerAllWith(USERS);
  }

  private static McpPost.Reply call(String body) {
    return McpPost.to(router.url() + "/v1/tool-calls").send(body);
  }

  private static McpPost.Reply past(String callId, String token) {
    return McpPost.to(router.url() + "/v1/tool-calls/" + callId)
        .as(token)
        .send("GET", HttpRequest.BodyPublishers.noBody());
  }

  @Test
  void aProblemIsOneAlsoForWhoeverTakesStreamsOfEvents() {
    for (String accept :
        List.of("application/json, text/event-stream", "text/event-stream", "text/html")) {
      McpPost post = McpPost.to(router.url() + "/v1/tool-calls").with("Accept", accept);
      McpPost.Reply malformed = post.send("[]");
      McpPost.Reply unknown =
          McpPost.to(router.url() + "/v1/tool-calls/nothing")
              .with("Accept", accept)
              .send("GET", HttpRequest.BodyPublishers.noBody());
      McpPost.Reply tooLarge =
          post.send("{\"tool\": \"%s\"}".formatted("x".repeat(9 * 1024 * 1024)));

      assertThat(malformed.status()).isEqualTo(400);
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(tooLarge.status()).isEqualTo(413);
      for (McpPost.Reply problem : List.of(malformed, unknown, tooLarge)) {
        assertThat(problem.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(problem.json().path("detail").asString()).isNotEmpty();
      }
      assertThat(post.send("{\"tool\": \"nothing\"}").json().at("/error/code").asString())
          .as("an answer is no stream either")
          .isEqualTo("unknown-tool");
    }
  }

  @Test
  void aProgramGetsGongsAnswerOverHttp() {
    McpPost.Reply reply =
        call("{\"tool\": \"gong_list_users\", \"arguments\": {\"includeAvatars\": false}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("outcome").asString()).isEqualTo("answered");
    assertThat(reply.json().at("/result/users/0/id").asString()).isEqualTo("42");
    assertThat(reply.json().path("requestId").asString()).isEqualTo("r-1");

    ToolCallRequested command = gongCaller.awaitCommand("gong_list_users");
    assertThat(command.getCallId()).isEqualTo(reply.json().path("callId").asString());
    assertThat(command.getCaller()).isEqualTo("reader");
    assertThat(command.getConnection()).isEqualTo("default");
    assertThat(command.getOperation()).isEqualTo("GET /v2/users");
    assertThat(command.getRequest().getPath()).isEqualTo("/v2/users");
    assertThat(Duration.between(command.getRequestedAt(), command.getDeadline()))
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aModernClientGetsGongsAnswerOverMcp() {
    McpPost.Reply reply =
        McpPost.modern(router.url(), "tools/call", "gong_list_users")
            .send(McpPost.request("tools/call", "\"name\": \"gong_list_users\""));

    JsonNode result = reply.json().path("result");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    assertThat(result.path("isError").asBoolean()).isFalse();
    assertThat(result.at("/structuredContent/users/0/id").asString()).isEqualTo("42");
    assertThat(result.at("/content/0/text").asString()).contains("\"42\"");
    assertThat(result.path("_meta").path("dev.gamelan/requestId").asString()).isEqualTo("r-1");
    assertThat(
            result.path("_meta").path("io.modelcontextprotocol/serverInfo").path("name").asString())
        .isEqualTo("gamelan");
    assertThat(gongCaller.awaitTrail("admitted", "gong_list_users").getClient())
        .isEqualTo("a test");
  }

  @Test
  void aLegacyClientGetsGongsAnswerOverMcp() {
    McpPost.Reply reply =
        McpPost.to(router.url() + "/mcp")
            .with("MCP-Protocol-Version", "2025-06-18")
            .send(McpPost.legacy("tools/call", "\"name\": \"gong_list_users\""));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().at("/result/structuredContent/users/0/id").asString()).isEqualTo("42");
    assertThat(reply.json().path("result").has("resultType")).isFalse();
  }

  @Test
  void theTrailHasTheAdmissionBeforeTheCommandIsAnswered() {
    McpPost.Reply reply = call("{\"tool\": \"gong_list_users\"}");

    AuditEvent event = gongCaller.awaitTrail("admitted", "gong_list_users");
    String callId = reply.json().path("callId").asString();
    assertThat(event.getEventId()).isEqualTo(callId + "/admitted");
    assertThat(event.getKind()).isEqualTo(AuditKind.CALL_ADMITTED);
    assertThat(event.getCaller()).isEqualTo("reader");
    assertThat(event.getArgumentsDigest()).hasSize(64);
    assertThat(event.getTraceId()).hasSize(32);
  }

  @Test
  void aReadersWriteIsRefusedAndAuditedOnce() {
    McpPost.Reply reply =
        call("{\"tool\": \"gong_delete_meeting\", \"arguments\": {\"meetingId\": \"1\"}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(403);
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("write-not-allowed");
    AuditEvent event = gongCaller.awaitTrail("write-not-allowed", "gong_delete_meeting");
    assertThat(event.getKind()).isEqualTo(AuditKind.CALL_REFUSED);
    String callId = reply.json().path("callId").asString();
    assertThat(gongCaller.trailOf(callId))
        .extracting(AuditEvent::getEventId)
        .containsExactly(callId + "/refused");
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void anUnknownToolIsRefusedAndAuditedWithoutItsText() {
    McpPost.Reply reply = call("{\"tool\": \"drop table; --\"}");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(gongCaller.awaitTrail("unknown-tool", "(not a name)").getReason()).isNotEmpty();
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void invalidArgumentsNeverReachTheTopic() {
    McpPost.Reply reply =
        call("{\"tool\": \"gong_list_users\", \"arguments\": {\"includeAvatars\": \"perhaps\"}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.json().at("/error/message").asString()).contains("includeAvatars");
    assertThat(gongCaller.awaitTrail("invalid-arguments", "gong_list_users").getReason())
        .doesNotContain("perhaps");
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void aLateAnswerCanBeReadByItsOwnerAlone() {
    gongCaller.answerNothing();
    McpPost.Reply late = call("{\"tool\": \"gong_list_users\", \"deadlineMs\": 1000}");
    assertThat(late.status()).as(late.text()).isEqualTo(504);
    assertThat(late.json().path("outcome").asString()).isEqualTo("no-answer-yet");
    String callId = late.json().path("callId").asString();
    assertThat(past(callId, RunningRouter.READER).status()).isEqualTo(404);

    gongCaller.complete(FakeGongCaller.answered(gongCaller.awaitCommand("gong_list_users"), USERS));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(past(callId, RunningRouter.READER).status()).isEqualTo(200));
    assertThat(past(callId, RunningRouter.READER).json().at("/result/users/0/id").asString())
        .isEqualTo("42");
    assertThat(past(callId, RunningRouter.OTHER_READER).status()).isEqualTo(404);
    assertThat(router.bean(PendingCalls.class).size()).isZero();
  }

  @Test
  void anEndingOfGongCallersIsPassedOnWithItsSentenceAndTime() {
    Instant retryAt = Instant.now().plusSeconds(90);
    gongCaller.answer(
        command ->
            Optional.of(
                FakeGongCaller.ended(command, Ending.FAILED_AT_GONG)
                    .setDetail("Gong was away.")
                    .setRetryable(true)
                    .setRetryAt(retryAt)
                    .build()));

    McpPost.Reply reply = call("{\"tool\": \"gong_list_users\"}");

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.json().at("/error/message").asString()).isEqualTo("Gong was away.");
    assertThat(reply.json().at("/error/retryable").asBoolean()).isTrue();
    assertThat(reply.json().at("/error/retryAfterMs").asLong()).isBetween(80_000L, 90_000L);
    assertThat(Long.parseLong(reply.headers().getOrDefault("retry-after", "0")))
        .isBetween(80L, 90L);
  }

  @Test
  void theTraceOfTheHttpRequestGoesOnIntoTheCommand() {
    String traceId = "0af7651916cd43dd8448eb211c80319c";
    McpPost.Reply reply =
        McpPost.to(router.url() + "/v1/tool-calls")
            .with("traceparent", "00-%s-b7ad6b7169203331-01".formatted(traceId))
            .send("{\"tool\": \"gong_list_users\"}");

    assertThat(gongCaller.traceParent(reply.json().path("callId").asString()))
        .hasValueSatisfying(parent -> assertThat(parent).contains(traceId));
    assertThat(gongCaller.awaitTrail("admitted", "gong_list_users").getTraceId())
        .isEqualTo(traceId);
  }

  @Test
  void theTraceInTheMessageGoesOnIntoTheCommand() {
    String traceId = "1bf7651916cd43dd8448eb211c80319d";
    McpPost.Reply reply =
        McpPost.to(router.url() + "/mcp")
            .send(
                McpPost.legacy(
                    "tools/call",
                    "\"name\": \"gong_list_users\", \"_meta\": {\"traceparent\":"
                        + " \"00-%s-b7ad6b7169203331-01\"}".formatted(traceId)));

    String callId = reply.json().at("/result/_meta/dev.gamelan~1callId").asString();
    assertThat(gongCaller.traceParent(callId))
        .hasValueSatisfying(parent -> assertThat(parent).contains(traceId));
  }
}
