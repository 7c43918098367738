package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.admission.ConnectionStates;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.Governed;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.Pair;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What policies do to what Gong said, whichever way it is read. */
@WithBroker
class PolicyAnswersIT {
  private static final String CONNECTION = "gamelan.tool-calls.connections=guarded";
  private static final String USERS =
      "{\"requestId\": \"r-1\", \"users\": [{\"id\": \"42\", \"firstName\": \"Ann\","
          + " \"emailAddress\": \"ann@example.com\"}]}";
  private static final String REDACTION =
      "{\"builtIn\": {\"kind\": \"redaction\", \"fields\": [\"emailAddress\"]}}";
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
  void whoeverReadsAnAnswerGetsItFiltered() {
    McpPost.Reply before = listUsers(one);
    assertThat(before.text()).contains("ann@example.com");
    policy("no-addresses", REDACTION);

    McpPost.Reply waited = listUsers(one);
    assertThat(waited.json().at("/result/users/0/emailAddress").asString()).isEqualTo("[redacted]");
    assertThat(waited.json().at("/result/users/0/firstName").asString()).isEqualTo("Ann");

    for (RunningRouter router : List.of(one, other)) {
      String callId = before.json().path("callId").asString();
      assertThat(past(router, callId).text())
          .contains("[redacted]")
          .doesNotContain("ann@example.com");
    }

    McpPost.Reply overMcp =
        McpPost.modern(one.url(), "tools/call", "gong_list_users")
            .as(RunningRouter.AGENT)
            .send(McpPost.request("tools/call", "\"name\": \"gong_list_users\""));
    assertThat(overMcp.text()).contains("[redacted]").doesNotContain("ann@example.com");

    McpPost.Reply proxied =
        McpPost.to(one.url() + "/proxy/guarded/v2/users")
            .as(RunningRouter.AGENT)
            .send("GET", HttpRequest.BodyPublishers.noBody());
    assertThat(proxied.status()).as(proxied.text()).isEqualTo(200);
    assertThat(proxied.text()).contains("[redacted]").doesNotContain("ann@example.com");

    assertThat(page(one, "gong://users/42"))
        .contains("[redacted]")
        .doesNotContain("ann@example.com");
    AuditEvent entry = gongCaller.awaitTrail("changed", "gong_list_users");
    assertThat(entry.getKind()).isEqualTo(AuditKind.ANSWER_FILTERED);
    assertThat(entry.getPolicies()).containsExactly("no-addresses MUTATED");
  }

  private static McpPost.Reply past(RunningRouter router, String callId) {
    String url = router.url() + "/v1/tool-calls/" + callId;
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                McpPost.to(url)
                    .as(RunningRouter.AGENT)
                    .send("GET", HttpRequest.BodyPublishers.noBody()),
            reply -> reply.status() != 404);
  }

  private static String page(RunningRouter router, String uri) {
    gongCaller.answerAllWith(
        "{\"requestId\": \"r-1\", \"user\": {\"id\": \"42\", \"firstName\": \"Ann\","
            + " \"emailAddress\": \"ann@example.com\"}}");
    return McpPost.modern(router.url(), "resources/read", uri)
        .as(RunningRouter.AGENT)
        .send(McpPost.request("resources/read", "\"uri\": \"%s\"".formatted(uri)))
        .text();
  }

  @Test
  void theAnswerOfATaskIsFiltered() {
    policy("no-addresses", REDACTION);
    gongCaller.answerNothing();
    queue(120);
    try {
      String asking =
          "clientCapabilities\": {\"extensions\": {\"io.modelcontextprotocol/tasks\": {}}}";
      String handle =
          McpPost.modern(one.url(), "tools/call", "gong_list_users")
              .as(RunningRouter.AGENT)
              .send(
                  McpPost.request("tools/call", "\"name\": \"gong_list_users\"")
                      .replace("clientCapabilities\": {}", asking))
              .json()
              .at("/result/taskId")
              .asString();
      gongCaller.complete(
          FakeGongCaller.answered(gongCaller.awaitCommand("gong_list_users"), USERS));

      McpPost.Reply task =
          await()
              .atMost(Duration.ofSeconds(20))
              .until(
                  () ->
                      McpPost.modern(other.url(), "tasks/get", handle)
                          .as(RunningRouter.AGENT)
                          .send(
                              McpPost.request("tasks/get", "\"taskId\": \"%s\"".formatted(handle))
                                  .replace("clientCapabilities\": {}", asking)),
                  reply -> reply.text().contains("completed"));
      assertThat(task.text()).contains("[redacted]").doesNotContain("ann@example.com");
    } finally {
      queue(0);
    }
  }

  private static void queue(int length) {
    LaneState state =
        LaneState.newBuilder()
            .setConnection("guarded")
            .setHolder("a test")
            .setQueued(length)
            .setInFlight(0)
            .setStartsPerSecond(3)
            .setAnswerMillis(100)
            .setAt(Instant.now())
            .build();
    gongCaller.publish(Topics.LANE_STATE, "guarded", state);
    for (RunningRouter router : List.of(one, other)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                LaneState lane = router.bean(ConnectionStates.class).lane("guarded");
                return lane != null && lane.getQueued() == length;
              });
    }
  }

  @Test
  void anAnswerMayBeWithheld() {
    policy(
        "no-ann",
        "{\"when\": \"AFTER\", \"action\": \"DENY\", \"reason\": \"Ann is nobody's business.\","
            + " \"condition\": \"status == 200 && result.users.exists(u, u.firstName == 'Ann')\"}");

    McpPost.Reply withheld = listUsers(one);

    assertThat(withheld.status()).isEqualTo(403);
    assertThat(withheld.text()).doesNotContain("ann@example.com");
    assertThat(withheld.json().at("/error/message").asString())
        .contains("Ann is nobody's business.", "the answer is withheld");
    AuditEvent entry = gongCaller.awaitTrail("withheld", "gong_list_users");
    assertThat(entry.getPolicies()).containsExactly("no-ann DENIED");
    assertThat(past(other, withheld.json().path("callId").asString()).status()).isEqualTo(403);
  }

  private static final String REFUSAL =
      "{\"requestId\": \"r-2\", \"errors\": [\"No user pays by 4111 1111 1111 1111\"]}";

  /** Longer than what chance puts into an id. */
  private static final String CARD = "4111 1111";

  private static Optional<ToolCallCompleted> refused(
      ToolCallRequested command, String type, String body) {
    return Optional.of(
        FakeGongCaller.ended(command, Ending.REFUSED_BY_GONG)
            .setHttpStatus(400)
            .setContentType(type)
            .setBody(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)))
            .setAttempts(1)
            .build());
  }

  private static McpPost.Reply listUsersOverMcp() {
    return McpPost.modern(one.url(), "tools/call", "gong_list_users")
        .as(RunningRouter.AGENT)
        .send(McpPost.request("tools/call", "\"name\": \"gong_list_users\""));
  }

  private static McpPost.Reply listUsersByTheProxy() {
    return McpPost.to(one.url() + "/proxy/guarded/v2/users")
        .as(RunningRouter.AGENT)
        .send("GET", HttpRequest.BodyPublishers.noBody());
  }

  @Test
  void whatGongSaysWhereItRefusesIsFilteredLikeAnAnswer() {
    gongCaller.answer(command -> refused(command, "application/json", REFUSAL));
    assertThat(listUsers(one).text()).contains("4111 1111");
    policy("no-cards", "{\"builtIn\": {\"kind\": \"card-numbers\"}}");

    McpPost.Reply waited = listUsers(one);
    McpPost.Reply proxied = listUsersByTheProxy();

    assertThat(waited.json().path("outcome").asString()).isEqualTo("refused-by-gong");
    assertThat(proxied.status()).isEqualTo(400);
    assertThat(proxied.json().at("/errors/0").asString())
        .isEqualTo("No user pays by [card number]");
    String callId = waited.json().path("callId").asString();
    for (McpPost.Reply reply : List.of(waited, proxied, listUsersOverMcp(), past(other, callId))) {
      assertThat(reply.text()).contains("[card number]").doesNotContain(CARD);
    }
    assertThat(gongCaller.awaitTrail("changed", "gong_list_users").getPolicies())
        .containsExactly("no-cards MUTATED");
  }

  @Test
  void whatGongSaysWhereItRefusesMayBeWithheld() {
    gongCaller.answer(command -> refused(command, "application/json", REFUSAL));
    policy(
        "no-refusals",
        "{\"when\": \"AFTER\", \"action\": \"DENY\", \"reason\": \"Ask Ann.\","
            + " \"condition\": \"status == 400\"}");

    McpPost.Reply waited = listUsers(one);
    McpPost.Reply proxied = listUsersByTheProxy();

    assertThat(waited.status()).isEqualTo(403);
    assertThat(waited.json().at("/error/message").asString())
        .contains("Ask Ann.", "has refused; what it said is withheld");
    assertThat(proxied.status()).isEqualTo(403);
    assertThat(proxied.json().path("code").asString()).isEqualTo("denied-by-policy");
    for (McpPost.Reply reply : List.of(waited, proxied, listUsersOverMcp())) {
      assertThat(reply.text()).doesNotContain(CARD);
    }
  }

  @Test
  void aRefusalThatCannotBeReadIsNotPassedOnWherePoliciesFilter() {
    gongCaller.answer(
        command -> refused(command, "text/html", "<p>No user pays by 4111 1111 1111 1111"));
    assertThat(listUsersByTheProxy().text()).contains("4111");
    policy("no-cards", "{\"builtIn\": {\"kind\": \"card-numbers\"}}");

    McpPost.Reply proxied = listUsersByTheProxy();

    assertThat(proxied.text()).doesNotContain(CARD);
    assertThat(proxied.headers()).containsEntry("gamelan-outcome", "refused-by-gong");
    assertThat(listUsers(one).text()).doesNotContain(CARD);
  }
}
