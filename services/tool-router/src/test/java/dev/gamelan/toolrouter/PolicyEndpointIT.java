package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.testing.Described;
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
    McpPost.Reply created =
        put(at(name, RunningRouter.GOVERNOR).with("If-None-Match", "*"), DENIAL);
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.json().path("reason").asString()).isEqualTo("Not today.");
    String etag = tag(created);

    McpPost.Reply seen = get(name, RunningRouter.AUDITOR);
    assertThat(seen.headers()).containsEntry("etag", etag);
    assertThat(seen.json()).isEqualTo(created.json());
    assertThat(get("", RunningRouter.AUDITOR).json().path("policies").valueStream())
        .extracting(policy -> policy.path("name").asString())
        .contains("not-today");

    String changed = DENIAL.replace("today", "tomorrow");
    assertThat(put(at(name, RunningRouter.GOVERNOR), changed).status()).isEqualTo(428);
    McpPost.Reply stale = put(at(name, RunningRouter.GOVERNOR).with("If-Match", "\"99\""), changed);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(stale.json().path("code").asString()).isEqualTo("stale");
    assertThat(tag(stale)).isEqualTo(etag);
    assertThat(put(at(name, RunningRouter.GOVERNOR).with("If-None-Match", "*"), changed).status())
        .as("only if new")
        .isEqualTo(412);
    McpPost.Reply put = put(at(name, RunningRouter.GOVERNOR).with("If-Match", etag), changed);
    assertThat(put.status()).isEqualTo(200);
    McpPost.Reply again = put(at(name, RunningRouter.GOVERNOR).with("If-Match", etag), changed);
    assertThat(again.status()).as("the same again").isEqualTo(200);
    assertThat(tag(again)).isEqualTo(tag(put));

    HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
    assertThat(
            at(name, RunningRouter.GOVERNOR)
                .with("If-Match", etag)
                .send("DELETE", nothing)
                .status())
        .isEqualTo(412);
    assertThat(
            at(name, RunningRouter.GOVERNOR)
                .with("If-Match", tag(put))
                .send("DELETE", nothing)
                .status())
        .isEqualTo(204);
    assertThat(get(name, RunningRouter.GOVERNOR).status()).isEqualTo(404);
  }

  private static String tag(McpPost.Reply reply) {
    return reply.headers().getOrDefault("etag", "none");
  }

  @Test
  void policiesComeInPieces() {
    put(at("/piece-1", RunningRouter.GOVERNOR), DENIAL);
    put(at("/piece-2", RunningRouter.GOVERNOR), DENIAL);

    JsonNode first = get("?limit=1", RunningRouter.AUDITOR).json();
    JsonNode second =
        get("?limit=1&cursor=" + first.path("nextCursor").asString(), RunningRouter.AUDITOR).json();

    assertThat(first.path("policies")).hasSize(1);
    assertThat(second.at("/policies/0/name").asString())
        .isGreaterThan(first.at("/policies/0/name").asString());
    assertThat(get("?limit=0", RunningRouter.AUDITOR).status()).isEqualTo(400);
    delete("/piece-1");
    delete("/piece-2");
  }

  private static void delete(String path) {
    at(path, RunningRouter.GOVERNOR)
        .with("If-Match", "*")
        .send("DELETE", HttpRequest.BodyPublishers.noBody());
  }

  @Test
  void aPolicyOfTheInstallationHoldsForEveryConnection() {
    McpPost ofAll = McpPost.to(router.url() + "/v1/policies/nobody").as(RunningRouter.GOVERNOR);
    String nobody = DENIAL.replace("}", ", \"condition\": \"caller.name == 'other-reader'\"}");
    McpPost.Reply made = put(ofAll, nobody);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    try {
      assertThat(
              McpPost.to(router.url() + "/v1/policies")
                  .as(RunningRouter.AUDITOR)
                  .send("GET", HttpRequest.BodyPublishers.noBody())
                  .json()
                  .at("/policies/0/name")
                  .asString())
          .isEqualTo("nobody");
      assertThat(get("/nobody", RunningRouter.AUDITOR).status()).isEqualTo(404);
      McpPost.Reply refused =
          McpPost.to(router.url() + "/v1/tool-calls")
              .as(RunningRouter.OTHER_READER)
              .send("{\"tool\": \"gong_list_users\"}");
      assertThat(refused.json().path("outcome").asString()).isEqualTo("denied-by-policy");
    } finally {
      assertThat(
              ofAll
                  .with("If-Match", tag(made))
                  .send("DELETE", HttpRequest.BodyPublishers.noBody())
                  .status())
          .isEqualTo(204);
    }
  }

  @Test
  void whatIsAnsweredFitsTheDescription() {
    put(at("/described", RunningRouter.GOVERNOR), DENIAL);
    Described described =
        new Described(
            McpPost.to(router.url() + "/openapi.json")
                .send("GET", HttpRequest.BodyPublishers.noBody())
                .json());

    JsonNode all = get("", RunningRouter.AUDITOR).json();
    JsonNode one = get("/described", RunningRouter.AUDITOR).json();

    String path = "/v1/connections/{connection}/policies";
    assertThat(described.problems(path, "get", 200, all)).isEmpty();
    assertThat(described.problems(path + "/{name}", "get", 200, one)).isEmpty();
    delete("/described");
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
  void onlyWhoGovernsMayChangeAndOnlyWhoMayLookSeesAndTheTrailSaysWhoWasTurnedAway() {
    assertThat(put(at("/x", RunningRouter.WRITER), DENIAL).status()).isEqualTo(403);
    AuditEvent noted = gongCaller.awaitTrail("not-allowed", "");
    assertThat(noted.getKind()).isEqualTo(AuditKind.ADMINISTRATION_REFUSED);
    assertThat(noted.getCaller()).isEqualTo("writer");
    assertThat(noted.getSubject()).isEqualTo("PUT /v1/connections/{connection}/policies/{name}");
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
