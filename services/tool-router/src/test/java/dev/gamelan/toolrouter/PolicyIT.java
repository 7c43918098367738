package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.Governed;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.McpStream;
import dev.gamelan.toolrouter.testing.Pair;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.toolrouter.usage.Usage;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What policies do to calls, whichever way these are asked for. */
@WithBroker
class PolicyIT {
  private static final String CONNECTION = "gamelan.tool-calls.connections=guarded";
  private static final String USERS =
      "{\"requestId\": \"r-1\", \"users\": [{\"id\": \"42\", \"firstName\": \"Ann\","
          + " \"emailAddress\": \"ann@example.com\"}]}";
  private static final String REDACTION =
      "{\"builtIn\": {\"kind\": \"redaction\", \"fields\": [\"emailAddress\"]}}";
  private static final String ASK_FIRST =
      "{\"when\": \"BEFORE\", \"action\": \"CONFIRM\", \"condition\":"
          + " \"tool.name == 'gong_update_meeting'\", \"reason\": \"Ann wants to know.\"}";
  private static final String UPDATE =
      "{\"tool\": \"gong_update_meeting\", \"arguments\": {\"meetingId\": \"42\","
          + " \"organizerEmail\": \"a@b.example\", \"startTime\": \"2026-01-01T00:00:00Z\","
          + " \"endTime\": \"2026-01-01T01:00:00Z\", \"invitees\": [{\"email\":"
          + " \"c@d.example\"}]}%s}";
  private static Pair pair;
  private static RunningRouter one;
  private static RunningRouter other;
  private static FakeGongCaller gongCaller;
  private static Governed governed;

  private final List<String> written = new ArrayList<>();

  @BeforeAll
  static void start() {
    pair = Pair.start(CONNECTION);
    one = pair.one();
    other = pair.other();
    gongCaller = pair.gongCaller();
    governed = pair.governed();
  }

  @AfterAll
  static void stop() {
    pair.close();
  }

  @BeforeEach
  void answer() {
    gongCaller.forget();
    gongCaller.answerAllWith(USERS);
  }

  @AfterEach
  void lift() {
    written.forEach(name -> governed.set(GovernedKind.POLICY, "guarded", name, null));
  }

  private void policy(String name, String json) {
    governed.set(GovernedKind.POLICY, "guarded", name, json);
    written.add(name);
  }

  private static McpPost.Reply call(RunningRouter router, String token, String body) {
    return McpPost.to(router.url() + "/v1/tool-calls").as(token).send(body);
  }

  private static McpPost.Reply listUsers(RunningRouter router) {
    return call(router, RunningRouter.AGENT, "{\"tool\": \"gong_list_users\"}");
  }

  @Test
  void aDeniedCallNamesThePolicyAsksNobodyAndIsOnRecord() {
    policy(
        "sales-read-no-users",
        "{\"when\": \"BEFORE\", \"action\": \"DENY\", \"reason\": \"Ask Ann.\", \"condition\":"
            + " \"'/sales' in caller.groups && client.id == 'claude' && tool.effect == 'READ'\"}");

    McpPost.Reply refused = listUsers(one);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().at("/error/code").asString()).isEqualTo("denied-by-policy");
    assertThat(refused.json().at("/error/message").asString())
        .isEqualTo("The policy sales-read-no-users does not allow this. Ask Ann.");
    AuditEvent entry = gongCaller.awaitTrail("denied-by-policy", "gong_list_users");
    assertThat(entry.getPolicies()).containsExactly("sales-read-no-users DENIED");
    assertThat(entry.getClientId()).isEqualTo("claude");
    assertThat(call(other, RunningRouter.WRITER, "{\"tool\": \"gong_list_users\"}").status())
        .isEqualTo(200);
    assertThat(gongCaller.commands())
        .extracting(ToolCallRequested::getCaller)
        .containsExactly("writer");
  }

  @Test
  void aPolicyThatCannotBeAskedDenies() {
    policy(
        "typo", "{\"when\": \"BEFORE\", \"action\": \"ALLOW\", \"condition\": \"args.no == 1\"}");

    assertThat(listUsers(one).json().at("/error/code").asString()).isEqualTo("denied-by-policy");
    assertThat(gongCaller.awaitTrail("denied-by-policy", "gong_list_users").getPolicies())
        .containsExactly("typo ERROR");
  }

  @Test
  void aPolicyOfALaterVersionDenies() {
    policy("later", "{\"when\": \"BEFORE\", \"action\": \"EXPLODE\"}");

    assertThat(listUsers(other).json().at("/error/message").asString())
        .startsWith("The policy later could not be asked, so nothing is let through");
  }

  @Test
  void whatAPolicyChangesIsWhatGongIsAsked() {
    policy("a-month", "{\"builtIn\": {\"kind\": \"range-cap\", \"days\": 30}}");

    McpPost.Reply reply =
        call(
            one,
            RunningRouter.AGENT,
            "{\"tool\": \"gong_list_calls\", \"arguments\": {\"fromDateTime\":"
                + " \"2020-01-01T00:00:00Z\", \"toDateTime\": \"2020-12-31T00:00:00Z\"}}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(gongCaller.awaitCommand("gong_list_calls").getRequest().getQuery())
        .contains(new QueryParameter("fromDateTime", "2020-12-01T00:00:00Z"));
    assertThat(gongCaller.awaitTrail("admitted", "gong_list_calls").getPolicies())
        .containsExactly("a-month MUTATED");
  }

  @Test
  void aPolicyInShadowIsOnRecordAndNothingElse() {
    policy(
        "perhaps",
        "{\"when\": \"BEFORE\", \"action\": \"DENY\", \"mode\": \"SHADOW\", \"reason\": \"x\"}");
    policy("perhaps-after", REDACTION.replace("{\"builtIn", "{\"mode\": \"SHADOW\", \"builtIn"));

    McpPost.Reply reply = listUsers(one);

    assertThat(reply.json().at("/result/users/0/emailAddress").asString())
        .isEqualTo("ann@example.com");
    assertThat(gongCaller.awaitTrail("admitted", "gong_list_users").getPolicies())
        .containsExactly("perhaps SHADOW_DENIED");
    assertThat(gongCaller.awaitTrail("passed", "gong_list_users").getPolicies())
        .containsExactly("perhaps-after SHADOW_MUTATED");
  }

  @Test
  void overHttpAYesIsAFieldOfTheCall() {
    policy("ask-first", ASK_FIRST);

    McpPost.Reply refused = call(one, RunningRouter.AGENT, UPDATE.formatted(""));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().at("/error/code").asString()).isEqualTo("not-confirmed");
    assertThat(refused.json().at("/error/message").asString())
        .contains("Ann wants to know.", "\"confirm\": true");
    assertThat(gongCaller.awaitTrail("not-confirmed", "gong_update_meeting").getPolicies())
        .containsExactly("ask-first CONFIRM");
    assertThat(gongCaller.commands()).isEmpty();

    McpPost.Reply done = call(one, RunningRouter.AGENT, UPDATE.formatted(", \"confirm\": true"));
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(gongCaller.awaitTrail("admitted", "gong_update_meeting").getPolicies())
        .containsExactly("ask-first CONFIRM");
  }

  @Test
  void aModernClientsPersonIsAskedWhatThePolicyWantsToBeAsked() {
    policy("ask-first", ASK_FIRST);

    JsonNode asked = update("");
    assertThat(asked.at("/result/inputRequests/confirmation/params/message").asString())
        .contains("Ann wants to know.");
    assertThat(gongCaller.commands()).isEmpty();

    JsonNode done =
        update(
            ", \"requestState\": \"%s\", \"inputResponses\": {\"confirmation\": {\"action\": \"accept\", \"content\": {\"confirm\": true}}}"
                .formatted(asked.at("/result/requestState").asString()));
    assertThat(done.at("/result/isError").asBoolean(true)).as(done.toString()).isFalse();
    assertThat(gongCaller.commands()).hasSize(1);
  }

  private static JsonNode update(String more) {
    return McpPost.modern(one.url(), "tools/call", "gong_update_meeting")
        .as(RunningRouter.AGENT)
        .send(
            McpPost.request(
                    "tools/call",
                    UPDATE
                            .formatted("")
                            .replaceFirst("\\{\"tool\"", "\"name\"")
                            .replaceFirst("}$", "")
                        + more)
                .replace("clientCapabilities\": {}", "clientCapabilities\": {\"elicitation\": {}}"))
        .json();
  }

  @Test
  void aLegacyClientsPersonIsAskedOnItsStream() {
    policy("ask-first", ASK_FIRST);
    String session =
        McpPost.to(one.url() + "/mcp")
            .as(RunningRouter.AGENT)
            .send(
                McpPost.legacy(
                    "initialize",
                    "\"protocolVersion\": \"2025-11-25\", \"capabilities\": {\"elicitation\": {}}"))
            .headers()
            .getOrDefault("mcp-session-id", "none");
    String params =
        UPDATE.formatted("").replaceFirst("\\{\"tool\"", "\"name\"").replaceFirst("}$", "");
    try (McpStream stream =
        McpStream.open(inSession(one, session).post(McpPost.legacy("tools/call", params)))) {
      JsonNode question = stream.next();
      assertThat(question.at("/params/message").asString()).contains("Ann wants to know.");
      assertThat(gongCaller.commands()).isEmpty();
      inSession(other, session)
          .send(
              "{\"jsonrpc\": \"2.0\", \"id\": \"%s\", \"result\": {\"action\": \"accept\", \"content\": {\"confirm\": true}}}"
                  .formatted(question.path("id").asString()));
      assertThat(stream.next().at("/result/isError").asBoolean(true)).isFalse();
    }
    assertThat(gongCaller.commands()).hasSize(1);
  }

  private static McpPost inSession(RunningRouter router, String session) {
    return McpPost.to(router.url() + "/mcp")
        .as(RunningRouter.AGENT)
        .with("Mcp-Session-Id", session);
  }

  @Test
  void aDailyCapCountsTheCallsOfAllInstancesAndOfThoseThatStartLater() {
    Usage there = other.bean(Usage.class);
    long before = one.bean(Usage.class).byTool("guarded", "gong_list_workspaces");
    policy(
        "two-a-day",
        "{\"condition\": \"tool.name == 'gong_list_workspaces'\", \"builtIn\": {\"kind\": \"daily-cap\", \"per\": \"TOOL\", \"calls\": %d}}"
            .formatted(before + 2));

    assertThat(workspaces(one).status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> there.byTool("guarded", "gong_list_workspaces") == before + 1);
    assertThat(workspaces(other).status()).isEqualTo(200);

    McpPost.Reply refused = workspaces(other);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().at("/error/message").asString())
        .contains("calls within 24 hours, and %d are allowed".formatted(before + 2));
    try (RunningRouter late = RunningRouter.start(CONNECTION)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                McpPost.Reply ready =
                    McpPost.to(late.url() + "/actuator/health/readiness")
                        .send("GET", HttpRequest.BodyPublishers.noBody());
                assertThat(ready.status()).as(ready.text()).isEqualTo(200);
              });
      assertThat(workspaces(late).status()).isEqualTo(403);
    }
  }

  private static McpPost.Reply workspaces(RunningRouter router) {
    return call(router, RunningRouter.AGENT, "{\"tool\": \"gong_list_workspaces\"}");
  }

  @Test
  void aClientHasItsOwnDailyCap() {
    long made = one.bean(Usage.class).byClient("claude");
    governed.set(
        GovernedKind.CLIENT, "", "claude", "{\"callsPerDay\": %d}".formatted(Math.max(made, 1)));
    try {
      if (made == 0) {
        listUsers(one);
      }
      McpPost.Reply refused = listUsers(one);

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.json().at("/error/code").asString()).isEqualTo("client-calls-spent");
      assertThat(call(one, RunningRouter.WRITER, "{\"tool\": \"gong_list_users\"}").status())
          .isEqualTo(200);
    } finally {
      governed.set(GovernedKind.CLIENT, "", "claude", null);
    }
  }
}
