package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.toolrouter.testing.Described;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Administrators at two instances of one installation. */
@WithBroker
class AdminIT {
  private static final String BASE = "/v1/connections/administered";

  /** Of its own: what is decided about it would hold for other tests too. */
  private static final String CONNECTION = "gamelan.tool-calls.connections=administered";

  private static RunningRouter one;
  private static RunningRouter other;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    one = RunningRouter.start(CONNECTION);
    other = RunningRouter.start(CONNECTION);
    gongCaller = new FakeGongCaller();
    eventually(other, RunningRouter.GOVERNOR, BASE + "/defaults", reply -> reply.status() == 200);
    McpPost.Reply closed =
        put(
            one,
            BASE + "/defaults",
            "{\"newTools\": \"PENDING_REVIEW\", \"withoutProfile\": \"NOTHING\"}",
            null);
    assertThat(closed.status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    one.close();
    other.close();
  }

  private static McpPost.Reply get(RunningRouter router, String token, String path) {
    return McpPost.to(router.url() + path).as(token).send("GET", BodyPublishers.noBody());
  }

  private static McpPost.Reply send(
      RunningRouter router, String token, String method, String path, String body) {
    return McpPost.to(router.url() + path).as(token).send(method, BodyPublishers.ofString(body));
  }

  private static McpPost.Reply put(
      RunningRouter router, String path, String body, @Nullable String tag) {
    McpPost post = McpPost.to(router.url() + path).as(RunningRouter.GOVERNOR);
    return (tag == null ? post : post.with("If-Match", tag))
        .send("PUT", BodyPublishers.ofString(body));
  }

  private static McpPost.Reply delete(RunningRouter router, String path, String tag) {
    return McpPost.to(router.url() + path)
        .as(RunningRouter.GOVERNOR)
        .with("If-Match", tag)
        .send("DELETE", BodyPublishers.noBody());
  }

  private static String code(McpPost.Reply reply) {
    assertThat(reply.headers().get("content-type")).isEqualTo("application/problem+json");
    return reply.json().path("code").asString();
  }

  private static String tag(McpPost.Reply reply) {
    return reply.headers().getOrDefault("etag", "none");
  }

  private static McpPost.Reply eventually(
      RunningRouter router, String token, String path, Predicate<McpPost.Reply> wanted) {
    return await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() -> get(router, token, path), wanted);
  }

  private static List<String> toolsOf(McpPost.Reply access) {
    return access.json().path("tools").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void theStoryOfACompanysAccess() {
    assertThat(toolsOf(get(one, RunningRouter.READER, BASE + "/access"))).isEmpty();

    McpPost.Reply approved =
        send(
            one,
            RunningRouter.GOVERNOR,
            "PATCH",
            BASE + "/tools",
            """
            {"tools": ["gong_list_users", "gong_get_user"], "state": "APPROVED",
             "reason": "people may be looked up"}
            """);
    assertThat(approved.status()).isEqualTo(200);
    assertThat(approved.json().path("tools").valueStream())
        .extracting(tool -> tool.path("state").asString(), tool -> tool.path("by").asString())
        .containsExactly(tuple("APPROVED", "governor"), tuple("APPROVED", "governor"));
    McpPost.Reply set =
        put(
            one,
            BASE + "/toolsets/people",
            "{\"title\": \"People\", \"tools\": [\"gong_list_users\"]}",
            null);
    assertThat(set.status()).isEqualTo(201);
    assertThat(set.json().path("approved").path(0).asString()).isEqualTo("gong_list_users");
    assertThat(
            put(
                    one,
                    BASE + "/profiles/lookup",
                    """
                    {"people": ["reader"], "toolsets": ["people"], "terms": "ON_REQUEST",
                     "lastsFor": "PT8H", "approvers": {"people": ["approver"]},
                     "justification": true}
                    """,
                    null)
                .status())
        .isEqualTo(201);

    McpPost.Reply mine =
        eventually(
            other,
            RunningRouter.READER,
            BASE + "/access",
            reply -> !reply.json().path("profiles").isEmpty());
    assertThat(mine.json().at("/profiles/0/name").asString()).isEqualTo("lookup");
    assertThat(mine.json().at("/profiles/0/held").booleanValue()).isFalse();

    McpPost.Reply asked =
        send(
            other,
            RunningRouter.READER,
            "POST",
            BASE + "/requests",
            "{\"profile\": \"lookup\", \"justification\": \"who is in my team\"}");
    assertThat(asked.status()).isEqualTo(201);
    String request = BASE + "/requests/" + asked.json().path("id").asString();

    eventually(one, RunningRouter.APPROVER, request, reply -> reply.status() == 200);
    McpPost.Reply granted =
        send(one, RunningRouter.APPROVER, "POST", request + "/approve", "{\"note\": \"fine\"}");
    assertThat(granted.json().path("state").asString()).isEqualTo("GRANTED");
    assertThat(granted.json().path("decidedBy").asString()).isEqualTo("approver");
    McpPost.Reply held =
        eventually(
            other,
            RunningRouter.READER,
            BASE + "/access",
            reply -> !reply.json().path("tools").isEmpty());
    assertThat(toolsOf(held)).containsExactly("gong_list_users");

    send(one, RunningRouter.GOVERNOR, "POST", request + "/revoke", "");
    assertThat(toolsOf(get(one, RunningRouter.READER, BASE + "/access"))).isEmpty();
    eventually(
        other,
        RunningRouter.READER,
        BASE + "/access",
        reply -> reply.json().path("tools").isEmpty());

    McpPost.Reply history =
        get(one, RunningRouter.AUDITOR, "/v1/governance/changes?kind=request&by=approver");
    assertThat(history.json().at("/changes/0/before/state").asString()).isEqualTo("PENDING");
    assertThat(history.json().at("/changes/0/after/state").asString()).isEqualTo("GRANTED");
  }

  @Test
  void aKillSwitchSetAtOneInstanceHoldsAtTheOther() {
    McpPost.Reply stopped =
        send(
            one,
            RunningRouter.GOVERNOR,
            "PUT",
            "/v1/kill-switches/connections/administered",
            "{\"reason\": \"a leak\"}");
    assertThat(stopped.status()).isEqualTo(200);

    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        McpPost.to(other.url() + "/v1/tool-calls")
                            .send("{\"tool\": \"gong_list_users\"}")
                            .json()
                            .path("outcome")
                            .asString())
                    .isEqualTo("stopped"));

    McpPost.Reply again =
        send(other, RunningRouter.OWNER, "PUT", "/v1/kill-switches/connections/administered", "");
    assertThat(again.json().path("reason").asString()).isEqualTo("a leak");
    assertThat(tag(again)).isEqualTo(tag(stopped));
    assertThat(
            McpPost.to(one.url() + "/v1/kill-switches/connections/administered")
                .as(RunningRouter.GOVERNOR)
                .send("DELETE", BodyPublishers.noBody())
                .status())
        .isEqualTo(428);
    assertThat(delete(one, "/v1/kill-switches/connections/administered", tag(stopped)).status())
        .isEqualTo(204);
    assertThat(delete(one, "/v1/kill-switches/connections/administered", tag(stopped)).status())
        .as("repeated")
        .isEqualTo(204);
  }

  @Test
  void ofTwoWhoChangeTheSameAtOnceOneIsTold() {
    McpPost.Reply made =
        put(one, BASE + "/toolsets/contested", "{\"tools\": [\"gong_list_users\"]}", null);
    String tag = tag(made);
    eventually(
        other,
        RunningRouter.GOVERNOR,
        BASE + "/toolsets/contested",
        reply -> reply.status() == 200);
    CountDownLatch together = new CountDownLatch(1);
    List<CompletableFuture<McpPost.Reply>> writers =
        Stream.of(one, other)
            .map(
                router ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          await().until(() -> together.getCount() == 0);
                          return put(
                              router,
                              BASE + "/toolsets/contested",
                              "{\"title\": \"%s\", \"tools\": []}".formatted(router.url()),
                              tag);
                        }))
            .toList();
    together.countDown();

    List<McpPost.Reply> replies = writers.stream().map(CompletableFuture::join).toList();

    assertThat(replies).extracting(McpPost.Reply::status).containsExactlyInAnyOrder(200, 412);
    McpPost.Reply winner = replies.stream().filter(r -> r.status() == 200).findAny().orElseThrow();
    McpPost.Reply loser = replies.stream().filter(r -> r.status() == 412).findAny().orElseThrow();
    assertThat(code(loser)).isEqualTo("stale");
    assertThat(tag(loser)).isEqualTo(tag(winner));
  }

  @Test
  void whatIsThereIsChangedOnlyByWhoHasSeenIt() {
    String path = BASE + "/toolsets/careful";
    McpPost.Reply made = put(one, path, "{\"tools\": []}", null);
    assertThat(made.status()).isEqualTo(201);

    McpPost.Reply blind = put(one, path, "{\"title\": \"x\", \"tools\": []}", null);
    assertThat(blind.status()).isEqualTo(428);
    assertThat(code(blind)).isEqualTo("if-match-needed");

    McpPost.Reply changed = put(one, path, "{\"title\": \"x\", \"tools\": []}", tag(made));
    assertThat(changed.status()).isEqualTo(200);
    McpPost.Reply retried = put(one, path, "{\"title\": \"x\", \"tools\": []}", tag(made));
    assertThat(retried.status()).as("the same again").isEqualTo(200);
    assertThat(tag(retried)).isEqualTo(tag(changed));
    McpPost.Reply stale = put(one, path, "{\"title\": \"y\", \"tools\": []}", tag(made));
    assertThat(stale.status()).isEqualTo(412);
    assertThat(tag(stale)).isEqualTo(tag(changed));
    assertThat(
            McpPost.to(one.url() + path)
                .as(RunningRouter.GOVERNOR)
                .with("If-None-Match", "*")
                .send("PUT", BodyPublishers.ofString("{\"tools\": []}"))
                .status())
        .as("only if new")
        .isEqualTo(412);
    assertThat(delete(one, path, tag(changed)).status()).isEqualTo(204);
    assertThat(get(one, RunningRouter.AUDITOR, path).status()).isEqualTo(404);
  }

  @Test
  void aRetryUnderTheSameKeyIsAnsweredAlikeAndChangesNothing() {
    put(
        one,
        BASE + "/profiles/again",
        "{\"everyone\": true, \"toolsets\": [\"users\"], \"terms\": \"ON_REQUEST\"}",
        null);
    McpPost ask =
        McpPost.to(one.url() + BASE + "/requests")
            .as(RunningRouter.READER)
            .with("Idempotency-Key", "abc");

    McpPost.Reply first = ask.send("{\"profile\": \"again\"}");
    McpPost.Reply second = ask.send("{\"profile\": \"again\"}");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    McpPost.Reply without =
        send(one, RunningRouter.READER, "POST", BASE + "/requests", "{\"profile\": \"again\"}");
    assertThat(without.status()).isEqualTo(409);
    assertThat(code(without)).isEqualTo("already-asked");
    assertThat(code(ask.send("{\"profile\": \"other\"}"))).isEqualTo("key-reused");
  }

  @Test
  void aToolTellsWhenItWasLastUsedAtWhicheverInstance() {
    String tool = BASE + "/tools/gong_list_workspaces";
    assertThat(get(other, RunningRouter.AUDITOR, tool).json().has("lastUsed")).isFalse();
    send(one, RunningRouter.GOVERNOR, "PATCH", tool, "{\"state\": \"APPROVED\"}");
    put(one, BASE + "/toolsets/used", "{\"tools\": [\"gong_list_workspaces\"]}", null);
    put(one, BASE + "/profiles/users", "{\"people\": [\"agent\"], \"toolsets\": [\"used\"]}", null);
    gongCaller.answerAllWith("{\"workspaces\": []}");
    Instant before = Instant.now();

    McpPost.Reply called =
        McpPost.to(one.url() + "/v1/tool-calls")
            .as(RunningRouter.AGENT)
            .send("{\"tool\": \"gong_list_workspaces\"}");

    assertThat(called.status()).as(called.text()).isEqualTo(200);
    McpPost.Reply used =
        eventually(
            other, RunningRouter.AUDITOR, tool, reply -> reply.json().hasNonNull("lastUsed"));
    assertThat(Instant.parse(used.json().path("lastUsed").asString()))
        .isBetween(before.minusSeconds(1), Instant.now());
    assertThat(
            get(one, RunningRouter.AUDITOR, BASE + "/tools?limit=200")
                .json()
                .path("tools")
                .valueStream()
                .filter(listed -> listed.has("lastUsed")))
        .extracting(listed -> listed.path("name").asString())
        .contains("gong_list_workspaces")
        .doesNotContain("gong_list_flows");
  }

  @Test
  void unknownFieldsAreRefusedByName() {
    McpPost.Reply reply =
        put(one, BASE + "/toolsets/wrong", "{\"tools\": [], \"tolls\": []}", null);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(code(reply)).isEqualTo("invalid");
    assertThat(reply.json().path("detail").asString()).contains("tolls");
  }

  @Test
  void listsComeInPieces() {
    McpPost.Reply first = get(one, RunningRouter.AUDITOR, BASE + "/tools?limit=2&effect=READ");
    String cursor = first.json().path("nextCursor").asString();
    McpPost.Reply second =
        get(one, RunningRouter.AUDITOR, BASE + "/tools?limit=2&effect=READ&cursor=" + cursor);

    assertThat(first.json().path("tools").valueStream())
        .hasSize(2)
        .allMatch(tool -> tool.path("effect").asString().equals("READ"));
    assertThat(second.json().at("/tools/0/name").asString())
        .isGreaterThan(first.json().at("/tools/1/name").asString());
    assertThat(get(one, RunningRouter.AUDITOR, BASE + "/tools?limit=0").status()).isEqualTo(400);
  }

  @Test
  void aClientWhoseIdIsAnAddressIsReachedByItsEncodedId() {
    String path = "/v1/clients/https%3A%2F%2Fclaude.example%2Fclient.json";

    assertThat(put(one, path, "{\"state\": \"CLOSED\", \"note\": \"pilot\"}", null).status())
        .isEqualTo(201);

    McpPost.Reply shown = get(one, RunningRouter.AUDITOR, path);
    assertThat(shown.json().path("id").asString()).isEqualTo("https://claude.example/client.json");
    assertThat(shown.json().path("state").asString()).isEqualTo("CLOSED");
  }

  @Test
  void whatIsAnsweredFitsTheDescription() {
    Described described = new Described(get(one, RunningRouter.AUDITOR, "/openapi.json").json());
    String connection = "/v1/connections/{connection}";
    send(
        one,
        RunningRouter.GOVERNOR,
        "PATCH",
        BASE + "/tools",
        "{\"tools\": [\"gong_list_flows\"], \"state\": \"DISABLED\", \"reason\": \"unused\"}");
    put(
        one,
        BASE + "/profiles/described",
        """
        {"everyone": true, "toolsets": ["deals"], "terms": "TIMED", "lastsFor": "PT1H",
         "approvers": {"groups": ["/leads"]}}
        """,
        null);
    put(one, "/v1/clients/described", "{\"type\": \"shared\", \"callsPerDay\": 5}", null);
    put(one, "/v1/kill-switches/clients/described", "{\"reason\": \"lost\"}", null);
    send(
        one,
        RunningRouter.OTHER_READER,
        "POST",
        BASE + "/requests",
        "{\"profile\": \"described\"}");

    for (String path :
        List.of(
            connection + "/tools",
            connection + "/toolsets",
            connection + "/profiles",
            connection + "/defaults",
            connection + "/requests",
            connection + "/access",
            "/v1/defaults",
            "/v1/clients",
            "/v1/kill-switches",
            "/v1/governance/changes")) {
      McpPost.Reply reply =
          get(one, RunningRouter.GOVERNOR, path.replace("{connection}", "administered"));

      assertThat(reply.status()).as(path).isEqualTo(200);
      assertThat(described.problems(path, "get", 200, reply.json())).as(path).isEmpty();
    }
  }

  @Test
  void whoMayNotIsTurnedAwayAndNoted() {
    McpPost.Reply reply =
        send(
            one,
            RunningRouter.AUDITOR,
            "PATCH",
            BASE + "/tools/gong_get_user",
            "{\"state\": \"APPROVED\"}");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(code(reply)).isEqualTo("not-allowed");
    AuditEvent noted = gongCaller.awaitTrail("not-allowed", "");
    assertThat(noted.getKind()).isEqualTo(AuditKind.ADMINISTRATION_REFUSED);
    assertThat(noted.getCaller()).isEqualTo("auditor");
    assertThat(noted.getSubject()).isEqualTo("PATCH /v1/connections/{connection}/tools/{tool}");
    assertThat(noted.getConnection()).isEqualTo("administered");
    assertThat(get(one, RunningRouter.READER, BASE + "/tools").status()).isEqualTo(403);
    assertThat(get(one, RunningRouter.CONNECTOR, BASE + "/tools").status()).isEqualTo(403);
    assertThat(get(one, RunningRouter.GOVERNOR, "/v1/connections/other/tools").status())
        .isEqualTo(404);
  }

  @Test
  void anAiClientAsksForAccessAndTheTrailHasItAndGongHearsNothing() {
    put(
        one,
        BASE + "/profiles/for-a-while",
        "{\"people\": [\"writer\"], \"toolsets\": [\"deals\"], \"terms\": \"TIMED\", \"lastsFor\": \"PT1H\"}",
        null);

    JsonNode listed = mcp("tools/list", "").at("/result/tools");
    assertThat(listed.valueStream())
        .extracting(tool -> tool.path("name").asString())
        .contains("gamelan_my_access", "gamelan_request_access");
    JsonNode asked = ask("for-a-while");
    assertThat(asked.path("isError").asBoolean(false)).isFalse();
    assertThat(asked.at("/structuredContent/state").asString()).isEqualTo("GRANTED");
    assertThat(gongCaller.awaitTrail("answered", "gamelan_request_access").getCaller())
        .isEqualTo("writer");
    JsonNode again = ask("for-a-while");
    assertThat(again.path("isError").asBoolean()).isTrue();
    assertThat(gongCaller.awaitTrail("already-yours", "gamelan_request_access").getKind())
        .isEqualTo(AuditKind.CALL_REFUSED);
    assertThat(
            mcp("tools/call", "\"name\": \"gamelan_my_access\", \"arguments\": {}")
                .at("/result/structuredContent/profiles")
                .valueStream()
                .filter(profile -> profile.path("name").asString().equals("for-a-while"))
                .map(profile -> profile.path("held").asBoolean()))
        .containsExactly(true);
    assertThat(gongCaller.commands())
        .extracting(ToolCallRequested::getTool)
        .doesNotContain("gamelan_request_access", "gamelan_my_access");
  }

  private static JsonNode ask(String profile) {
    return mcp(
            "tools/call",
            "\"name\": \"gamelan_request_access\", \"arguments\": {\"profile\": \"%s\"}"
                .formatted(profile))
        .path("result");
  }

  private static JsonNode mcp(String method, String params) {
    String name = method.equals("tools/list") ? null : params.split("\"")[3];
    return McpPost.modern(one.url(), method, name)
        .as(RunningRouter.WRITER)
        .send(McpPost.request(method, params))
        .json();
  }
}
