package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Gong's own API through the service: what of a request goes on, and what of an answer comes back.
 */
@WithBroker
class ProxyIT {
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
  void answer() {
    gongCaller.forget();
    gongCaller.answerAllWith("{ \"requestId\":\"r-1\",\n\"calls\": [] }");
  }

  private static McpPost to(String path) {
    return McpPost.to(router.url() + "/proxy/default" + path);
  }

  private static McpPost.Reply get(String path) {
    return to(path).without("Content-Type").send("GET", BodyPublishers.noBody());
  }

  @Test
  void aRequestGoesOnAndGongsAnswerComesBackWordForWord() {
    McpPost.Reply reply =
        get("/v2/calls?fromDateTime=2026-03-01T00:00:00%2B01:00&toDateTime=2026-03-02T00:00:00Z");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{ \"requestId\":\"r-1\",\n\"calls\": [] }");
    assertThat(reply.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("gamelan-outcome", "answered")
        .containsEntry("x-traceid", "r-1")
        .containsEntry("x-content-type-options", "nosniff");
    GongRequest sent = gongCaller.awaitCommand("gong_list_calls").getRequest();
    assertThat(sent.getPath()).isEqualTo("/v2/calls");
    assertThat(sent.getQuery())
        .containsExactlyInAnyOrder(
            new QueryParameter("fromDateTime", "2026-03-01T00:00:00+01:00"),
            new QueryParameter("toDateTime", "2026-03-02T00:00:00Z"));
    AuditEvent admitted = gongCaller.awaitTrail("admitted", "gong_list_calls");
    assertThat(admitted.getCallId()).isEqualTo(reply.headers().get("gamelan-call-id"));
    assertThat(admitted.getCaller()).isEqualTo("reader");
  }

  @Test
  void aBodyGoesOnAsJson() {
    McpPost.Reply reply =
        to("/v2/calls/extensive").send("{\"filter\": {\"callIds\": [\"12345678901234567\"]}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(gongCaller.awaitCommand("gong_list_calls_extensive").getRequest().getBody())
        .isEqualTo("{\"filter\":{\"callIds\":[\"12345678901234567\"]}}");
  }

  @Test
  void aRefusalOfGongsComesBackAsGongSaidIt() {
    gongCaller.answer(
        command ->
            Optional.of(
                FakeGongCaller.ended(command, Ending.REFUSED_BY_GONG)
                    .setHttpStatus(404)
                    .setContentType("application/json")
                    .setBody(
                        ByteBuffer.wrap(
                            "{\"errors\":[\"No calls found\"]}".getBytes(StandardCharsets.UTF_8)))
                    .setGongRequestId("bad\r\nid")
                    .setAttempts(1)
                    .build()));

    McpPost.Reply reply =
        get("/v2/calls?fromDateTime=2026-03-01T00:00:00Z&toDateTime=2026-03-02T00:00:00Z");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).isEqualTo("{\"errors\":[\"No calls found\"]}");
    assertThat(reply.headers()).doesNotContainKey("x-traceid");
  }

  @Test
  void whatGongDidNotAnswerIsAProblemThatSaysWhy() {
    gongCaller.answer(
        command ->
            Optional.of(
                FakeGongCaller.ended(command, Ending.FAILED_AT_GONG)
                    .setDetail("Gong answered with status 503.")
                    .setRetryable(true)
                    .setHttpStatus(503)
                    .build()));

    McpPost.Reply reply = get("/v2/users");

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.headers())
        .containsEntry("gamelan-outcome", "failed-at-gong")
        .containsEntry("content-type", "application/problem+json");
    assertThat(reply.json().path("detail").asString()).contains("503");
    assertThat(reply.json().path("retryable").asBoolean()).isTrue();
  }

  @Test
  void aCallerMayDoNoMoreThanByAnyOtherDoor() {
    McpPost.Reply reply =
        to("/v2/meetings/1").without("Content-Type").send("DELETE", BodyPublishers.noBody());

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.headers()).containsEntry("gamelan-outcome", "write-not-allowed");
    gongCaller.awaitTrail("write-not-allowed", "gong_delete_meeting");
    assertThat(gongCaller.commands()).isEmpty();
    assertThat(
            to("/v2/users")
                .as("nobody")
                .without("Content-Type")
                .send("GET", BodyPublishers.noBody())
                .status())
        .isEqualTo(401);
  }

  @Test
  void whatIsNoOperationIsRefusedAndOnRecord() {
    McpPost.Reply unknown = get("/v2/something/else");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().path("code").asString()).isEqualTo("unknown-operation");
    assertThat(gongCaller.awaitTrail("unknown-operation", "proxy").getCallId())
        .isEqualTo(unknown.headers().get("gamelan-call-id"));

    McpPost.Reply method =
        to("/v2/users").without("Content-Type").send("DELETE", BodyPublishers.noBody());
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.headers()).containsEntry("allow", "GET");
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void anUnknownConnectionIsRefused() {
    McpPost.Reply reply =
        McpPost.to(router.url() + "/proxy/elsewhere/v2/users")
            .without("Content-Type")
            .send("GET", BodyPublishers.noBody());

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.headers()).containsEntry("gamelan-outcome", "unknown-connection");
  }

  @Test
  void badArgumentsAreRefusedBeforeTheyCostQuota() {
    McpPost.Reply reply = get("/v2/calls?fromDateTime=yesterday&toDateTime=2026-03-02T00:00:00Z");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("detail").asString()).contains("fromDateTime");
    assertThat(to("/v2/calls/extensive").send("{\"filter\": ").status()).isEqualTo(400);
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void aFileGoesOnAsItIs() {
    byte[] file = new byte[200_000];
    file[7] = (byte) 0xFF;

    McpPost.Reply reply = upload(file);

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    var sent =
        Objects.requireNonNull(
            gongCaller.awaitCommand("gong_add_call_recording").getRequest().getFile());
    assertThat(sent.getName()).isEqualTo("mediaFile");
    assertThat(sent.getFileName()).isEqualTo("call.mp3");
    assertThat(sent.getContentType()).isEqualTo("audio/mpeg");
    assertThat(sent.getContent()).isEqualTo(ByteBuffer.wrap(file));
  }

  private static McpPost.Reply upload(byte[] file) {
    byte[] before =
        """
        --cut\r
        Content-Disposition: form-data; name="mediaFile"; filename="call.mp3"\r
        Content-Type: audio/mpeg\r
        \r
        """
            .getBytes(StandardCharsets.UTF_8);
    byte[] after = "\r\n--cut--\r\n".getBytes(StandardCharsets.UTF_8);
    byte[] form =
        ByteBuffer.allocate(before.length + file.length + after.length)
            .put(before)
            .put(file)
            .put(after)
            .array();
    return to("/v2/calls/12345678901234567/media")
        .as(RunningRouter.WRITER)
        .with("Content-Type", "multipart/form-data; boundary=cut")
        .send("PUT", BodyPublishers.ofByteArray(form));
  }

  @Test
  void aDeadlineIsKeptAndAWrongOneRefused() {
    assertThat(
            to("/v2/users")
                .without("Content-Type")
                .with("Gamelan-Deadline-Ms", "soon")
                .send("GET", BodyPublishers.noBody())
                .status())
        .isEqualTo(400);
    to("/v2/users")
        .without("Content-Type")
        .with("Gamelan-Deadline-Ms", "9000")
        .send("GET", BodyPublishers.noBody());
    var command = gongCaller.awaitCommand("gong_list_users");
    assertThat(command.getDeadline()).isEqualTo(command.getRequestedAt().plusSeconds(9));
  }
}
