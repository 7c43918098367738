package dev.gamelan.toolrouter;

import static dev.gamelan.toolrouter.testing.Governing.SOON;
import static dev.gamelan.toolrouter.testing.Governing.approve;
import static dev.gamelan.toolrouter.testing.Governing.call;
import static dev.gamelan.toolrouter.testing.Governing.change;
import static dev.gamelan.toolrouter.testing.Governing.code;
import static dev.gamelan.toolrouter.testing.Governing.legacyToolsOf;
import static dev.gamelan.toolrouter.testing.Governing.log;
import static dev.gamelan.toolrouter.testing.Governing.profile;
import static dev.gamelan.toolrouter.testing.Governing.toolsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.ConnectionStanding;
import dev.gamelan.schemas.ConnectionState;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.CatalogueSeen;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.log.Appended;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.Proposal;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.McpStream;
import dev.gamelan.toolrouter.testing.Pair;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is governed holds at every instance, in every list and for every call. */
@WithBroker
class GovernanceIT {
  /** Connections of this test's own: the log is one for all tests that share a broker. */
  private static final String CONNECTIONS = "gamelan.tool-calls.connections=governed,second";

  private static final String CLOSED = "gamelan.governance.new-tools=pending-review";
  private static final String NOTHING = "gamelan.governance.without-profile=nothing";

  private static Pair pair;
  private static RunningRouter one;
  private static RunningRouter other;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    pair = Pair.start(CONNECTIONS, CLOSED, NOTHING);
    one = pair.one();
    other = pair.other();
    gongCaller = pair.gongCaller();
    await()
        .atMost(SOON)
        .until(
            () ->
                log(one)
                    .state()
                    .has(new DocumentKey(GovernedKind.CATALOGUE, "second", CatalogueSeen.NAME)));
  }

  @AfterAll
  static void stop() {
    pair.close();
  }

  private static Optional<dev.gamelan.schemas.ToolCallCompleted> answered(
      ToolCallRequested command) {
    return Optional.of(FakeGongCaller.answered(command, "{\"users\": []}"));
  }

  @Test
  void aListShowsExactlyWhatMayBeCalledAndAHiddenToolIsRefusedAndAudited() {
    gongCaller.answer(GovernanceIT::answered);
    approve(one, "second", "gong_list_users");
    approve(one, "second", "gong_create_meeting");

    assertThat(toolsOf(one, "second")).isEmpty();
    McpPost.Reply refused = call(one, "second", "gong_list_users");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(code(refused)).isEqualTo("no-access");

    profile(one, "second", "readers", AccessProfile.Terms.AUTOMATIC, "reader");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(toolsOf(other, "second")).containsExactly("gong_list_users");
              assertThat(legacyToolsOf(other, "second")).containsExactly("gong_list_users");
            });
    assertThat(code(call(one, "second", "gong_list_users"))).isEqualTo("answered");

    McpPost.Reply pending = call(one, "second", "gong_list_workspaces");
    assertThat(code(pending)).isEqualTo("tool-not-approved");
    AuditEvent entry = gongCaller.awaitTrail("tool-not-approved", "gong_list_workspaces");
    assertThat(entry.getGovernanceVersion()).isEqualTo(log(one).state().version());
    assertThat(entry.getDisplayName()).isEqualTo("reader");
    assertThat(toolsOf(one, "governed")).isEmpty();
  }

  @Test
  void whatIsRevokedIsDeniedAtTheNextCallAndGrantedAccessEndsByItself() {
    gongCaller.answer(GovernanceIT::answered);
    approve(one, "governed", "gong_list_users");
    profile(one, "governed", "askers", AccessProfile.Terms.ON_REQUEST, "reader");
    assertThat(code(call(one, "governed", "gong_list_users"))).isEqualTo("no-access");

    request(AccessRequest.State.GRANTED, Instant.now().plusSeconds(3600));
    await()
        .atMost(SOON)
        .until(() -> code(call(other, "governed", "gong_list_users")).equals("answered"));

    request(AccessRequest.State.REVOKED, null);
    assertThat(code(call(one, "governed", "gong_list_users"))).isEqualTo("no-access");
    await()
        .atMost(SOON)
        .until(() -> code(call(other, "governed", "gong_list_users")).equals("no-access"));
  }

  private static void request(AccessRequest.State state, @Nullable Instant until) {
    change(
        one,
        new DocumentKey(GovernedKind.REQUEST, "governed", "r1"),
        new AccessRequest(
            "askers", "reader", null, null, state, Instant.now(), "ann", null, null, until));
  }

  @Test
  void whoListensHearsThatTheToolsHaveChangedFromItsOwnInstance() {
    String listen =
        McpPost.request("subscriptions/listen", "\"notifications\": {\"toolsListChanged\": true}");
    try (McpStream stream =
        McpStream.open(McpPost.modern(other.url(), "subscriptions/listen", null).post(listen))) {
      stream.next();

      approve(one, "second", "gong_list_scorecards");

      assertThat(stream.next().path("method").asString())
          .isEqualTo("notifications/tools/list_changed");
    }
  }

  private static ConnectionState connection(String name, ConnectionStanding standing) {
    return ConnectionState.newBuilder()
        .setConnection(name)
        .setStanding(standing)
        .setBaseUrl("https://us-1.api.gong.io")
        .setAt(Instant.now())
        .build();
  }

  @Test
  void anAiClientIsKnownByItsTokenAndCanBeClosed() {
    gongCaller.answer(GovernanceIT::answered);
    approve(one, "governed", "gong_list_users");
    change(
        one,
        new DocumentKey(GovernedKind.PROFILE, "governed", "sales"),
        new AccessProfile(
            null, null, Set.of("/sales"), false, Set.of("users"), null, null, null, false));

    assertThat(code(callAssisted())).isEqualTo("answered");
    DocumentKey client = DocumentKey.ofInstallation(GovernedKind.CLIENT, "assistant");
    await().atMost(SOON).until(() -> log(one).state().has(client));

    change(one, client, new AiClient(null, AiClient.State.CLOSED, null, null, null, null, null));
    assertThat(code(callAssisted())).isEqualTo("client-closed");
    AuditEvent entry = gongCaller.awaitTrail("client-closed", "gong_list_users");
    assertThat(entry.getClientId()).isEqualTo("assistant");
    change(one, client, null);
  }

  private static McpPost.Reply callAssisted() {
    return McpPost.to(one.url() + "/v1/tool-calls")
        .as(RunningRouter.ASSISTED)
        .send("{\"tool\": \"gong_list_users\", \"connection\": \"governed\"}");
  }

  @Test
  void resourcesAndPromptsAreThereWithTheToolsBehindThem() {
    profile(one, "second", "readers", AccessProfile.Terms.AUTOMATIC, "reader");
    assertThat(listed("resources/templates/list", "/result/resourceTemplates", "uriTemplate"))
        .containsExactly("gong://answers/{callId}/{part}");
    assertThat(listed("prompts/list", "/result/prompts", "name")).isEmpty();

    approve(one, "second", "gong_list_calls_extensive");
    assertThat(listed("resources/templates/list", "/result/resourceTemplates", "uriTemplate"))
        .contains("gong://calls/{id}")
        .doesNotContain("gong://calls/{id}/transcript");
    assertThat(listed("prompts/list", "/result/prompts", "name")).containsExactly("deal_risks");
  }

  private static List<String> listed(String method, String where, String field) {
    List<String> found = new ArrayList<>();
    McpPost.to(one.url() + "/mcp/second")
        .send(McpPost.legacy(method, ""))
        .json()
        .at(where)
        .forEach(entry -> found.add(entry.path(field).asString()));
    return found;
  }

  /** No credentials were ever good here, and nothing asked Gong. */
  @Test
  void aConnectionThatIsRegisteredIsDiscoveredAndCanBePausedAndDeleted() {
    String name = "registered";
    assertThat(code(call(one, name, "gong_list_users"))).isEqualTo("unknown-connection");

    gongCaller.publish(Topics.CONNECTION_STATE, name, connection(name, ConnectionStanding.ACTIVE));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(code(call(one, name, "gong_list_users"))).isEqualTo("tool-not-approved");
              assertThat(code(call(other, name, "gong_list_users"))).isEqualTo("tool-not-approved");
            });
    await()
        .atMost(SOON)
        .until(
            () ->
                log(one)
                        .state()
                        .versionOf(new DocumentKey(GovernedKind.TOOL, name, "gong_list_users"))
                    == 1);
    assertThat(log(one).state().all(GovernedKind.TOOL, name)).hasSize(69);

    gongCaller.publish(Topics.CONNECTION_STATE, name, connection(name, ConnectionStanding.PAUSED));
    await()
        .atMost(SOON)
        .until(() -> code(call(one, name, "gong_list_users")).equals("connection-paused"));

    gongCaller.publish(Topics.CONNECTION_STATE, name, connection(name, ConnectionStanding.DELETED));
    await()
        .atMost(SOON)
        .until(() -> code(call(one, name, "gong_list_users")).equals("unknown-connection"));
    assertThat(
            McpPost.to(one.url() + "/mcp/" + name).send(McpPost.legacy("tools/list", "")).status())
        .isEqualTo(404);
  }

  @Test
  void aCallByTheDoorOfAConnectionGoesToThatConnection() {
    gongCaller.answer(GovernanceIT::answered);
    gongCaller.forget();
    approve(one, "second", "gong_list_users");
    profile(one, "second", "readers", AccessProfile.Terms.AUTOMATIC, "reader");

    McpPost.to(one.url() + "/mcp/second")
        .send(McpPost.legacy("tools/call", "\"name\": \"gong_list_users\", \"arguments\": {}"));

    assertThat(gongCaller.awaitCommand("gong_list_users").getConnection()).isEqualTo("second");
  }

  /** Each writes by what it knows; of two that meet, one is in force and the other is told so. */
  @Test
  void ofTwoInstancesThatChangeTheSameAtOnceOneIsTold() {
    DocumentKey key = new DocumentKey(GovernedKind.TOOLSET, "governed", "contested");
    String json = "{\"tools\":[\"gong_list_users\"]}";
    int accepted = 0;
    for (int round = 0; round < 20; round++) {
      long version = log(one).state().versionOf(key);
      long inForce = version;
      await().atMost(SOON).until(() -> log(other).state().versionOf(key) == inForce);
      Proposal mine = Proposal.of(List.of(new Change(key, version, json)), "ann", null);
      Proposal theirs = Proposal.of(List.of(new Change(key, version, json)), "bob", null);
      var first = CompletableFuture.supplyAsync(() -> log(one).append(mine));
      var second = CompletableFuture.supplyAsync(() -> log(other).append(theirs));
      List<Appended> both = List.of(first.join(), second.join());
      assertThat(both).filteredOn(Appended.Accepted.class::isInstance).hasSize(1);
      assertThat(both).filteredOn(Appended.Stale.class::isInstance).hasSize(1);
      accepted++;
    }
    assertThat(log(one).state().versionOf(key)).isEqualTo(accepted);
  }
}
