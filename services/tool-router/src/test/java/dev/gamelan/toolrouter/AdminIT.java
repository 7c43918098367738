package dev.gamelan.toolrouter;

import static dev.gamelan.toolrouter.testing.Administrators.code;
import static dev.gamelan.toolrouter.testing.Administrators.delete;
import static dev.gamelan.toolrouter.testing.Administrators.eventually;
import static dev.gamelan.toolrouter.testing.Administrators.get;
import static dev.gamelan.toolrouter.testing.Administrators.put;
import static dev.gamelan.toolrouter.testing.Administrators.send;
import static dev.gamelan.toolrouter.testing.Administrators.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.Pair;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
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

  private static Pair pair;
  private static RunningRouter one;
  private static RunningRouter other;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    pair = Pair.start(CONNECTION);
    one = pair.one();
    other = pair.other();
    gongCaller = pair.gongCaller();
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
    pair.close();
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
