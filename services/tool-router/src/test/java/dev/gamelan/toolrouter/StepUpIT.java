package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.LoginServer;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers with access tokens: who they are further on, and what they are told to bring. */
@WithBroker
class StepUpIT {
  private static final String METADATA =
      "resource_metadata=\"http://gamelan.test/.well-known/oauth-protected-resource/mcp\"";
  private static final String WRITE =
      "{\"tool\": \"gong_delete_meeting\", \"arguments\": {\"meetingId\": \"1\"}}";
  private static LoginServer login;
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    login = new LoginServer();
    router = RunningRouter.start(login.settings());
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    router.close();
    login.close();
  }

  @BeforeEach
  void answer() {
    gongCaller.forget();
    gongCaller.answerAllWith("{\"users\": []}");
  }

  private static McpPost.Reply call(String token, String body) {
    return McpPost.to(router.url() + "/v1/tool-calls").as(token).send(body);
  }

  @Test
  void aCallIsMadeInTheNameOfIssuerAndSubject() {
    McpPost.Reply reply =
        call(login.token("reader", "gong:read"), "{\"tool\": \"gong_list_users\"}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(gongCaller.awaitCommand("gong_list_users").getCaller()).isEqualTo("us:reader");
  }

  @Test
  void anotherOfTheSameNameCannotReadItsAnswer() {
    McpPost.Reply made =
        call(login.token("reader", "gong:read"), "{\"tool\": \"gong_list_users\"}");
    McpPost past =
        McpPost.to(router.url() + "/v1/tool-calls/" + made.json().path("callId").asString());

    assertThat(
            past.as(RunningRouter.READER).send("GET", HttpRequest.BodyPublishers.noBody()).status())
        .isEqualTo(404);
    assertThat(
            past.as(login.token("reader", "gong:read"))
                .send("GET", HttpRequest.BodyPublishers.noBody())
                .status())
        .isEqualTo(200);
  }

  @Test
  void aWriteWithoutItsScopeIsChallengedAndStandsInTheTrail() {
    McpPost.Reply reply = call(login.token("ann", "gong:read"), WRITE);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.headers().get("www-authenticate"))
        .isEqualTo(
            "Bearer error=\"insufficient_scope\", scope=\"gong:read gong:write\", "
                + METADATA
                + ", error_description=\"The token lacks a scope that this needs.\"");
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("write-not-allowed");
    AuditEvent event = gongCaller.awaitTrail("write-not-allowed", "gong_delete_meeting");
    assertThat(event.getKind()).isEqualTo(AuditKind.CALL_REFUSED);
    assertThat(event.getCaller()).isEqualTo("us:ann");
    assertThat(gongCaller.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void overMcpAWriteWithoutItsScopeIsChallengedInBothEras(boolean modern) {
    String params = "\"name\": \"gong_delete_meeting\", \"arguments\": {\"meetingId\": \"42\"}";
    McpPost.Reply reply =
        modern
            ? McpPost.modern(router.url(), "tools/call", "gong_delete_meeting")
                .as(login.token("ann", "gong:read"))
                .send(McpPost.request("tools/call", params))
            : McpPost.to(router.url() + "/mcp")
                .as(login.token("ann", "gong:read"))
                .send(McpPost.legacy("tools/call", params));

    assertThat(reply.status()).as(reply.text()).isEqualTo(403);
    assertThat(reply.headers().get("www-authenticate"))
        .startsWith("Bearer error=\"insufficient_scope\", scope=\"gong:read gong:write\", ");
    assertThat(reply.json().at("/error/message").asString()).contains("gong_delete_meeting");
    gongCaller.awaitTrail("write-not-allowed", "gong_delete_meeting");
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void theStrongerTokenDoesIt() {
    assertThat(call(login.token("ann", "gong:write"), WRITE).status()).isEqualTo(200);
  }

  @Test
  void aReadWithoutAnyScopeIsChallengedForReadingAlone() {
    McpPost.Reply reply = call(login.token("ann", "openid"), "{\"tool\": \"gong_list_users\"}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.headers().get("www-authenticate")).contains("scope=\"gong:read\",");
    gongCaller.awaitTrail("read-not-allowed", "gong_list_users");
  }

  @Test
  void aLocalTokensRefusalIsFinal() {
    McpPost.Reply reply = call(RunningRouter.READER, WRITE);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.headers()).doesNotContainKey("www-authenticate");
    gongCaller.awaitTrail("write-not-allowed", "gong_delete_meeting");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/v1/tool-calls"})
  void whoHasNoTokenIsToldWhereToGetOne(String path) {
    McpPost.Reply reply = McpPost.to(router.url() + path).without("Authorization").send("{}");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.headers().get("www-authenticate"))
        .isEqualTo("Bearer scope=\"gong:read\", " + METADATA);
  }

  @Test
  void theMetadataOfTheChallengeIsThere() {
    McpPost.Reply reply =
        McpPost.to(router.url() + "/.well-known/oauth-protected-resource/mcp")
            .without("Authorization")
            .send("GET", HttpRequest.BodyPublishers.noBody());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("resource").asString()).isEqualTo(LoginServer.RESOURCE);
  }
}
