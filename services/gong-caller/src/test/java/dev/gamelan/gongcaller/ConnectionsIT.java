package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.Administrator;
import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.ConnectionStanding;
import dev.gamelan.schemas.ConnectionState;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.access.AccessKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Connections are registered, seen to and deleted while gong-caller runs. */
@WithCaller({"--gamelan.connections.refresh-every=100ms", "--gamelan.connections.try-every=500ms"})
class ConnectionsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final AccessKey ACME = new AccessKey("acme-key", "acme-Secret-4711", Set.of());

  private final CallerAtWork caller;
  private final Administrator administrator;

  ConnectionsIT(CallerAtWork caller) {
    this.caller = caller;
    this.administrator = new Administrator(caller.context(), caller.around);
  }

  @Test
  void aRegisteredConnectionAsksGongWithItsOwnCredentials() {
    caller.around.keys(true, ACME);
    administrator.register("own", "acme-key", "acme-Secret-4711");
    assertThat(caller.topics.awaitState("own", ConnectionState::getVerified).getProblem()).isNull();

    ToolCallRequested call = callOn("own");
    assertThat(caller.topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(caller.arrivalOf(call.getCallId()).key()).isEqualTo("acme-key");

    ToolCallRequested configured = callOn("default");
    caller.topics.completionOf(configured.getCallId());
    assertThat(caller.arrivalOf(configured.getCallId()).key()).isEqualTo("gamelan-demo");
  }

  @Test
  void wrongCredentialsAreNeverVerifiedUntilTheyAreMendedAndGongHasSaidYes() {
    caller.around.keys(true, ACME);
    administrator.register("mended", "acme-key", "wrong");
    ConnectionState wrong = caller.topics.awaitState("mended", state -> state.getProblem() != null);
    assertThat(wrong.getVerified()).isFalse();
    assertThat(wrong.getProblem()).contains("refuses the credentials");
    ToolCallCompleted refused = caller.topics.completionOf(callOn("mended").getCallId());
    assertThat(refused.getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
    assertThat(refused.getDetail()).contains("refuses the credentials of connection mended");

    administrator.load("mended", "acme-key", "acme-Secret-4711");
    ConnectionState right = caller.topics.awaitState("mended", ConnectionState::getVerified);
    assertThat(right.getProblem()).isNull();
    assertThat(caller.topics.completionOf(callOn("mended").getCallId()).getEnding())
        .isEqualTo(Ending.ANSWERED);
    assertThat(administrator.show("mended").path("verified").asBoolean()).isTrue();
  }

  @Test
  void aNewAddressHasToBeVerifiedAnew() {
    caller.around.keys(true, ACME);
    administrator.register("moved", "acme-key", "acme-Secret-4711");
    caller.topics.awaitState("moved", ConnectionState::getVerified);
    administrator.done("PATCH", "moved", "{\"baseUrl\":\"https://moved.api.gong.io\"}");
    JsonNode moved = administrator.show("moved");
    assertThat(moved.path("verified").asBoolean()).isFalse();
    assertThat(moved.path("baseUrl").asString()).isEqualTo("https://moved.api.gong.io");
  }

  @Test
  void noSecretComesOutAgain() {
    caller.around.keys(true, ACME);
    String answers = administrator.register("secretive", "acme-key", "acme-Secret-4711").toString();
    caller.topics.awaitState("secretive", ConnectionState::getVerified);
    answers += administrator.load("secretive", "other-key", "other-Secret-0815");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                administrator.show("secretive").at("/rotation/step").asString().equals("refused"));
    answers +=
        administrator.show("secretive").toString() + administrator.done("GET", "?limit=200", null);
    assertThat(answers + caller.topics.everything())
        .contains("secretive")
        .doesNotContain("acme-key", "acme-Secret", "other-key", "other-Secret");
    assertThat(wholeDatabase())
        .contains("secretive")
        .doesNotContain("acme-key", "acme-Secret", "other-key", "other-Secret");
  }

  @Test
  void whatCannotBeReadIsRefusedWithoutBeingRepeated() {
    for (String body :
        List.of(
            "nonsense-Secret",
            "[\"nonsense-Secret\"]",
            "{\"name\":\"x\",\"nonsense-Secret\":1}",
            "{\"name\":\"x\",\"credentials\":{\"accessKey\":\"nonsense-Secret\"}}",
            "{\"name\":\"x\",\"credentials\":{\"accessKey\":\"a:b\",\"accessKeySecret\":\"nonsense-Secret\"}}",
            "{\"name\":\"nonsense-Secret!\"}",
            "{\"name\":\"x\",\"baseUrl\":\"https://nonsense-Secret.example\"}",
            "{\"name\":\"x\",\"tags\":[1,\"nonsense-Secret\"]}")) {
      HttpResponse<String> answer = caller.ask("owner", "POST", "/v1/connections", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).contains("detail").doesNotContain("nonsense");
    }
  }

  @Test
  void aPausedConnectionEndsWhatWaitsAndWhatComesAndGongIsNotAsked() {
    caller.around.keys(true, ACME);
    administrator.register("paused", "acme-key", "acme-Secret-4711");
    caller.topics.awaitState("paused", ConnectionState::getVerified);
    caller.around.gong.faults(1, slow("GET /v2/users", 4, Duration.ofSeconds(3)));
    List<ToolCallRequested> sent =
        List.of(callOn("paused"), callOn("paused"), callOn("paused"), callOn("paused"));
    await().atMost(PATIENCE).until(() -> sent.stream().allMatch(call -> arrivals(call) == 1));
    ToolCallRequested waiting = callOn("paused");
    administrator.done("POST", "paused/pause", null);
    ToolCallRequested late = callOn("paused");

    for (ToolCallRequested call : List.of(waiting, late)) {
      ToolCallCompleted ended = caller.topics.completionOf(call.getCallId());
      assertThat(ended.getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
      assertThat(ended.getRetryable()).isTrue();
      assertThat(ended.getDetail()).contains("paused connection paused");
      assertThat(arrivals(call)).isZero();
    }
    sent.forEach(
        call ->
            assertThat(caller.topics.completionOf(call.getCallId()).getEnding())
                .isEqualTo(Ending.ANSWERED));
    administrator.done("POST", "paused/resume", null);
    assertThat(caller.topics.completionOf(callOn("paused").getCallId()).getEnding())
        .isEqualTo(Ending.ANSWERED);
  }

  @Test
  void aDeletedConnectionLeavesNothingBehind() {
    caller.around.keys(true, ACME);
    administrator.register("gone", "acme-key", "acme-Secret-4711");
    caller.topics.awaitState("gone", ConnectionState::getVerified);
    administrator.load("gone", "other-key", "other-Secret-0815");
    administrator.done("DELETE", "gone", null);

    assertThat(
            caller
                .topics
                .awaitState("gone", state -> state.getStanding() == ConnectionStanding.DELETED)
                .getVerified())
        .isFalse();
    await().atMost(PATIENCE).until(() -> caller.topics.tombstonesOf("gone") == 1);
    var database = JdbcClient.create(caller.around.database.getPostgresDatabase());
    for (String table :
        List.of("connection", "connection_credentials", "connection_secret", "connection_outbox")) {
      String column =
          table.equals("connection") ? "name" : table.endsWith("outbox") ? "key" : "connection";
      assertThat(
              database
                  .sql("select count(*) from %s where %s = 'gone'".formatted(table, column))
                  .query(Long.class)
                  .single())
          .as(table)
          .isZero();
    }
    ToolCallCompleted ended = caller.topics.completionOf(callOn("gone").getCallId());
    assertThat(ended.getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
    assertThat(ended.getDetail()).contains("no connection of its name");
    assertThat(caller.ask("owner", "GET", "/v1/connections/gone", null).statusCode())
        .isEqualTo(404);
  }

  @Test
  void eachChangeIsInTheTrailOnceWithWhatWasAndWhatIs() {
    caller.ask("owner", "POST", "/v1/connections", "{\"name\":\"told\",\"title\":\"One\"}");
    String tag =
        caller
            .ask("owner", "GET", "/v1/connections/told", null)
            .headers()
            .firstValue("ETag")
            .orElseThrow();
    HttpResponse<String> changed =
        caller.ask(
            "owner", "PATCH", "/v1/connections/told", "{\"title\":\"Two\"}", "If-Match", tag);
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    administrator.done("PATCH", "told", "{\"title\":\"Two\"}");
    administrator.done("POST", "told/pause", null);
    administrator.done("POST", "told/pause", null);
    administrator.done("DELETE", "told", null);

    await().atMost(PATIENCE).until(() -> caller.topics.tombstonesOf("told") == 1);
    await().atMost(PATIENCE).until(() -> caller.topics.changesOf("told").size() >= 4);
    List<AuditEvent> told = caller.topics.changesOf("told");
    assertThat(told)
        .extracting(AuditEvent::getOutcome)
        .containsExactly("registered", "changed", "paused", "deleted");
    assertThat(told).extracting(AuditEvent::getEventId).doesNotHaveDuplicates();
    assertThat(told).extracting(AuditEvent::getCaller).containsOnly("owner");
    assertThat(told.getFirst().getBefore()).isNull();
    assertThat(JSON.readTree(told.get(1).getBefore()).path("title").asString()).isEqualTo("One");
    assertThat(JSON.readTree(told.get(1).getAfter()).path("title").asString()).isEqualTo("Two");
    assertThat(told.getLast().getAfter()).isNull();
  }

  @Test
  void whoHasNotSeenWhatIsThereCannotChangeIt() {
    caller.ask("owner", "POST", "/v1/connections", "{\"name\":\"tagged\"}");
    HttpResponse<String> shown = caller.ask("owner", "GET", "/v1/connections/tagged", null);
    String tag = shown.headers().firstValue("ETag").orElseThrow();
    assertThat(change("tagged", "A").statusCode()).isEqualTo(428);
    assertThat(change("tagged", "A", "If-Match", tag).statusCode()).isEqualTo(200);
    HttpResponse<String> stale = change("tagged", "B", "If-Match", tag);
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(stale.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).contains("problem+json"));
    assertThat(administrator.show("tagged").path("title").asString()).isEqualTo("A");
    assertThat(caller.ask("owner", "POST", "/v1/connections", "{\"name\":\"tagged\"}").statusCode())
        .isEqualTo(409);
  }

  private HttpResponse<String> change(String name, String title, String... headers) {
    return caller.ask(
        "owner",
        "PATCH",
        "/v1/connections/" + name,
        "{\"title\":\"%s\"}".formatted(title),
        headers);
  }

  @Test
  void rolesDecideWhoLooksAndWhoChanges() {
    HttpResponse<String> made =
        caller.ask("anna", "POST", "/v1/connections", "{\"name\":\"annas\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(JSON.readTree(made.body()).path("administrators").get(0).asString())
        .isEqualTo("anna");

    for (String looks : List.of("owner", "governor", "auditor", "anna")) {
      assertThat(status(looks, "GET", "annas")).as(looks).isEqualTo(200);
    }
    for (String blind : List.of("bert", "reader", "writer")) {
      assertThat(status(blind, "GET", "annas")).as(blind).isEqualTo(403);
    }
    for (String idle : List.of("governor", "auditor", "bert", "reader", "writer")) {
      assertThat(status(idle, "POST", "annas/pause")).as(idle).isEqualTo(403);
      assertThat(status(idle, "DELETE", "annas")).as(idle).isEqualTo(403);
    }
    assertThat(status("anna", "POST", "annas/pause")).isEqualTo(200);
    assertThat(listed("bert")).isEmpty();
    assertThat(listed("anna")).containsExactly("annas");
    assertThat(listed("auditor")).contains("annas", "default");
    assertThat(caller.ask("anna", "POST", "/v1/sealing/rewrap", null).statusCode()).isEqualTo(403);

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                caller.topics.changesOf("annas").stream()
                        .filter(event -> event.getKind() == AuditKind.ADMINISTRATION_REFUSED)
                        .count()
                    == 13);
    assertThat(caller.topics.changesOf("annas"))
        .filteredOn(event -> event.getKind() == AuditKind.ADMINISTRATION_REFUSED)
        .extracting(AuditEvent::getCaller)
        .contains("governor", "auditor", "bert", "reader", "writer");
  }

  private int status(String who, String method, String what) {
    return caller.ask(who, method, "/v1/connections/" + what, null).statusCode();
  }

  private List<String> listed(String who) {
    JsonNode page = JSON.readTree(caller.ask(who, "GET", "/v1/connections?limit=200", null).body());
    return page.path("connections").values().stream()
        .map(shown -> shown.path("name").asString())
        .toList();
  }

  @Test
  void pagesFollowOneAnother() {
    String seen = "";
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page =
          JSON.readTree(
              caller.ask("owner", "GET", "/v1/connections?limit=5&cursor=" + cursor, null).body());
      assertThat(page.path("connections").size()).isBetween(1, 5);
      for (JsonNode shown : page.path("connections")) {
        assertThat(shown.path("name").asString()).isGreaterThan(seen);
        seen = shown.path("name").asString();
      }
      cursor = page.path("nextCursor").asString("");
      pages++;
    } while (!cursor.isEmpty());
    assertThat(pages).isGreaterThan(2);
  }

  @Test
  void whatComesFromConfigurationIsShownAndCannotBeChangedHere() {
    JsonNode shown = administrator.show("default");
    assertThat(shown.path("source").asString()).isEqualTo("configuration");
    assertThat(shown.path("credentials").asString()).isEqualTo("basic");
    HttpResponse<String> answer =
        caller.ask("owner", "POST", "/v1/connections/default/pause", null);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("start-up configuration");
    assertThat(
            JSON.readTree(caller.ask("owner", "GET", "/v1/connections", null).body())
                .path("allowedBesides")
                .get(0)
                .asString())
        .isEqualTo(caller.around.gong.baseUrl());
  }

  @Test
  void withoutTheDatabaseTheAnswerSaysSoAndCallsGoOn() {
    caller.around.keys(true, ACME);
    administrator.register("durable", "acme-key", "acme-Secret-4711");
    caller.topics.awaitState("durable", ConnectionState::getVerified);
    caller.around.databaseAway();
    try {
      HttpResponse<String> answer =
          caller.ask("owner", "POST", "/v1/connections/durable/pause", null);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(caller.topics.completionOf(callOn("durable").getCallId()).getEnding())
          .isEqualTo(Ending.ANSWERED);
    } finally {
      caller.around.databaseBack();
    }
  }

  private ToolCallRequested callOn(String connection) {
    ToolCallRequested call = Calls.read("GET", "/v2/users").setConnection(connection).build();
    caller.topics.request(call);
    return call;
  }

  private long arrivals(ToolCallRequested call) {
    return caller.around.arrivalsOf(call.getCallId());
  }

  private String wholeDatabase() {
    var database = JdbcClient.create(caller.around.database.getPostgresDatabase());
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of(
            "connection",
            "connection_credentials",
            "connection_secret",
            "connection_outbox",
            "write_ledger")) {
      all.append(
          database
              .sql("select * from " + table)
              .query(
                  (row, number) -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                      byte[] bytes = row.getBytes(i);
                      line.append(
                          bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1));
                    }
                    return line.toString();
                  })
              .list());
    }
    return all.toString();
  }
}
