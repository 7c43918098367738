package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How policies are read, written and tried over HTTP. */
@WithBroker
class PolicyEndpointIT {
  private static final String DENIAL =
      "{\"when\": \"BEFORE\", \"action\": \"DENY\", \"reason\": \"Not today.\"}";
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    router = RunningRouter.start("gamelan.tool-calls.connections=administered");
    gongCaller = new FakeGongCaller();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> router.bean(GovernanceLog.class).hasCaughtUp());
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    router.close();
  }

  private static McpPost at(String path, String token) {
    return McpPost.to(router.url() + "/v1/connections/administered/policies" + path).as(token);
  }

  private static McpPost.Reply get(String path, String token) {
    return at(path, token).send("GET", HttpRequest.BodyPublishers.noBody());
  }

  private static McpPost.Reply put(McpPost to, String body) {
    return to.send("PUT", HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void aPolicyIsWrittenByTheVersionThatWasSeen() {
    String name = "/not-today";
    McpPost.Reply created = put(at(name, RunningRouter.GOVERNOR), DENIAL);
    assertThat(created.status()).as(created.text()).isEqualTo(204);
    String etag = created.headers().getOrDefault("etag", "none");

    McpPost.Reply seen = get(name, RunningRouter.AUDITOR);
    assertThat(seen.headers()).containsEntry("etag", etag);
    assertThat(seen.json().path("reason").asString()).isEqualTo("Not today.");
    assertThat(get("", RunningRouter.AUDITOR).json().at("/policies/0/name").asString())
        .isEqualTo("not-today");

    String changed = DENIAL.replace("today", "tomorrow");
    assertThat(put(at(name, RunningRouter.GOVERNOR), changed).status()).isEqualTo(428);
    assertThat(put(at(name, RunningRouter.GOVERNOR).with("If-Match", "\"99\""), changed).status())
        .isEqualTo(412);
    assertThat(put(at(name, RunningRouter.GOVERNOR), DENIAL).status()).isEqualTo(204);
    assertThat(put(at(name, RunningRouter.GOVERNOR).with("If-Match", etag), changed).status())
        .isEqualTo(204);

    HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
    assertThat(
            at(name, RunningRouter.GOVERNOR)
                .with("If-Match", etag)
                .send("DELETE", nothing)
                .status())
        .isEqualTo(412);
    String latest = get(name, RunningRouter.GOVERNOR).headers().getOrDefault("etag", "none");
    assertThat(
            at(name, RunningRouter.GOVERNOR)
                .with("If-Match", latest)
                .send("DELETE", nothing)
                .status())
        .isEqualTo(204);
    assertThat(get(name, RunningRouter.GOVERNOR).status()).isEqualTo(404);
  }

  @Test
  void whatIsNoPolicyIsRefusedWithTheReason() {
    McpPost.Reply refused =
        put(
            at("/typo", RunningRouter.GOVERNOR),
            "{\"when\": \"BEFORE\", \"action\": \"ALLOW\", \"condition\": \"caller.nmae == 'x'\"}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("detail").asString())
        .startsWith("condition: line 1, character 7: undefined field 'nmae'");
  }

  @Test
  void onlyWhoGovernsMayChangeAndOnlyWhoMayLookSees() {
    assertThat(put(at("/x", RunningRouter.WRITER), DENIAL).status()).isEqualTo(403);
    assertThat(put(at("/x", RunningRouter.AUDITOR), DENIAL).status()).isEqualTo(403);
    assertThat(get("", RunningRouter.WRITER).status()).isEqualTo(403);
    assertThat(at("/try", RunningRouter.AUDITOR).send("{}").status()).isEqualTo(403);
  }

  @Test
  void aTrialTellsWhatADraftWouldSayAndDoesNothing() {
    McpPost.Reply tried =
        at("/try", RunningRouter.GOVERNOR)
            .send(
                """
                {"tool": "gong_list_users", "arguments": {},
                 "caller": {"name": "keycloak:ann", "groups": ["/sales"], "roles": ["read"]},
                 "client": {"id": "claude"}, "at": "2026-11-22T10:00:00Z",
                 "policy": {"when": "BEFORE", "action": "DENY", "reason": "Not today.",
                   "condition": "'/sales' in caller.groups && client.id == 'claude' && now < timestamp('2027-01-01T00:00:00Z')"}}
                """);

    JsonNode answer = tried.json();
    assertThat(answer.path("verdict").asString()).as(tried.text()).isEqualTo("DENIED");
    assertThat(answer.at("/policies/0").asString()).isEqualTo("draft DENIED");
    assertThat(answer.path("reason").asString())
        .isEqualTo("The policy draft does not allow this. Not today.");
    assertThat(gongCaller.commands()).isEmpty();
  }

  @Test
  void aTrialMayBeAboutAnAnswer() {
    JsonNode answer =
        at("/try", RunningRouter.GOVERNOR)
            .send(
                """
                {"tool": "gong_list_users", "result": {"users": [{"emailAddress": "a@b.example"}]},
                 "policy": {"builtIn": {"kind": "redaction", "fields": ["emailAddress"]}}}
                """)
            .json();

    assertThat(answer.path("verdict").asString()).isEqualTo("PASSED");
    assertThat(answer.at("/content/users/0/emailAddress").asString()).isEqualTo("[redacted]");
  }
}
