package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.AtGong;
import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.faults.FaultRule;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of writes that had no answer; the simulator judges that none was done twice. */
@WithCaller({
  "--gamelan.verification.after=0s",
  "--gamelan.verification.every=1s",
  "--gamelan.verification.look-every=100ms"
})
class UnsettledWritesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String WRITES = "/v1/unsettled-writes";

  private final CallerAtWork caller;

  UnsettledWritesIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @Test
  void aWriteThatGongKnowsByItsKeyIsSentAgainAndDoneOnce() {
    ToolCallRequested undone = newCall();
    lose(FaultRule.Kind.RESET_BEFORE, undone);
    ToolCallCompleted done = caller.topics.completionOf(undone.getCallId());
    assertThat(done.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(done.getAttempts()).isEqualTo(2);

    ToolCallRequested lost = newCall();
    lose(FaultRule.Kind.RESET_AFTER, lost);
    ToolCallCompleted known = caller.topics.completionOf(lost.getCallId());
    assertThat(known.getEnding()).isEqualTo(Ending.REFUSED_BY_GONG);
    assertThat(known.getDetail()).contains("first attempt was carried out");
    assertThat(TopicProbe.text(known)).contains("clientUniqueId was already added");

    assertThat(caller.around.arrivalsOf(lost.getCallId())).isEqualTo(2);
    assertThat(caller.topics.accountsOf(lost.getCallId())).hasSize(2);
    assertThat(caller.around.gong.report().writesAppliedTwice()).isZero();
    assertThat(caller.around.gong.report().duplicateWrites()).isZero();
  }

  @Test
  void aWriteThatGongKnowsByItsKeyIsSentByTheSuccessorOfWhoMayHaveSentIt() {
    ToolCallRequested write = newCall();
    ledger()
        .sql("insert into write_ledger (call_id, connection, holder, attempt) values (?, ?, ?, 1)")
        .params(write.getCallId(), "default", "an-earlier-holder")
        .update();
    caller.topics.request(write);
    assertThat(caller.topics.completionOf(write.getCallId()).getEnding())
        .isEqualTo(Ending.ANSWERED);
    assertThat(caller.around.arrivalsOf(write.getCallId())).isEqualTo(1);
  }

  @Test
  void whatWasInDoubtOnceIsNotCalledUndoneBecauseItsRepetitionWas() {
    ToolCallRequested write = newCall(Instant.now().plusSeconds(20));
    caller.around.gong.faults(
        1,
        fault("POST /v2/calls", FaultRule.Kind.RESET_AFTER, 1),
        fault("POST /v2/calls", FaultRule.Kind.TOO_MANY_REQUESTS, 10));
    caller.topics.request(write);
    ToolCallCompleted ended = caller.topics.completionOf(write.getCallId());
    assertThat(ended.getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
    assertThat(ended.getRetryable()).isFalse();
    assertThat(endingOnRecord(write)).isEqualTo("OUTCOME_UNKNOWN");
  }

  @Test
  void gongIsAskedWhetherAWriteHasHappenedWhereAReadShowsIt() {
    ToolCallRequested lost = access(0);
    lose(FaultRule.Kind.RESET_AFTER, lost);
    assertSettled(lost, true);

    ToolCallRequested never = access(1);
    lose(FaultRule.Kind.RESET_BEFORE, never);
    assertSettled(never, false);

    assertThat(caller.around.arrivalsOf(lost.getCallId())).isEqualTo(1);
    String question = "verify-%s-1".formatted(lost.getCallId());
    assertThat(caller.around.quota.askedFor(question)).hasSize(1);
    assertThat(caller.topics.accountsOf(question)).hasSize(1);
    assertThat(caller.around.gong.report().writesAppliedTwice()).isZero();
  }

  private void assertSettled(ToolCallRequested write, boolean happened) {
    assertThat(caller.topics.completionOf(write.getCallId()).getEnding())
        .isEqualTo(Ending.OUTCOME_UNKNOWN);
    AuditEvent entry = entryOf(write);
    assertThat(entry.getOutcome()).isEqualTo(happened ? "happened" : "not-happened");
    assertThat(entry.getCaller()).isEqualTo("gamelan");
    assertThat(entry.getOperation()).isEqualTo(write.getOperation());
    assertThat(listed("owner", "")).doesNotContain(write.getCallId());
  }

  @Test
  void whatNobodyCanSeeWaitsForSomebodyWhoSaysIt() {
    ToolCallRequested write = meeting("default");
    lose(FaultRule.Kind.RESET_AFTER, write);
    caller.topics.completionOf(write.getCallId());
    String settlement = WRITES + "/" + write.getCallId() + "/settlement";

    assertThat(listed("owner", "?connection=default")).contains(write.getCallId());
    assertThat(listed("owner", "?connection=other")).doesNotContain(write.getCallId());
    assertThat(listed("auditor", "")).contains(write.getCallId());
    assertThat(listed("anna", "")).as("not hers").doesNotContain(write.getCallId());
    assertThat(caller.ask("reader", "GET", WRITES, null).statusCode()).isEqualTo(403);
    for (String who : List.of("auditor", "governor", "anna", "reader", "writer")) {
      assertThat(caller.ask(who, "POST", settlement, "{\"happened\":true}").statusCode())
          .as(who)
          .isEqualTo(403);
    }

    HttpResponse<String> settled =
        caller.ask("owner", "POST", settlement, "{\"happened\":true,\"note\":\"seen at Gong\"}");
    assertThat(settled.statusCode()).as(settled.body()).isEqualTo(200);
    JsonNode shown = JsonMapper.shared().readTree(settled.body());
    assertThat(shown.at("/settlement/happened").asBoolean()).isTrue();
    assertThat(shown.at("/settlement/by").asString()).isEqualTo("owner");
    assertThat(shown.at("/settlement/note").asString()).isEqualTo("seen at Gong");
    assertThat(shown.has("facts")).isFalse();
    assertThat(listed("owner", "")).doesNotContain(write.getCallId());

    assertThat(caller.ask("owner", "POST", settlement, "{\"happened\":true}").body())
        .isEqualTo(settled.body());
    assertThat(caller.ask("owner", "POST", settlement, "{\"happened\":false}").statusCode())
        .isEqualTo(409);

    AuditEvent entry = entryOf(write);
    assertThat(entry.getCaller()).isEqualTo("owner");
    assertThat(entry.getOutcome()).isEqualTo("happened");
    assertThat(entry.getReason()).isEqualTo("seen at Gong");
    assertThat(entry.getEventId()).isEqualTo(write.getCallId() + "/settled");
    assertThat(caller.around.arrivalsOf(write.getCallId())).isEqualTo(1);
  }

  @Test
  void anAdministratorOfTheConnectionSettlesItsWritesAndSeesNoOthers() {
    caller.ask(
        "owner",
        "POST",
        "/v1/connections",
        """
            {"name":"annas","baseUrl":"%s","administrators":["anna"],
             "credentials":{"accessKey":"gamelan-demo","accessKeySecret":"gamelan-demo-secret"}}
            """
            .formatted(caller.around.gong.baseUrl()));
    caller.topics.awaitState("annas", state -> state.getVerified());
    ToolCallRequested hers = meeting("annas");
    lose(FaultRule.Kind.RESET_AFTER, hers);
    caller.topics.completionOf(hers.getCallId());

    assertThat(listed("anna", "")).contains(hers.getCallId());
    assertThat(listed("bert", "")).doesNotContain(hers.getCallId());
    String settlement = WRITES + "/" + hers.getCallId() + "/settlement";
    assertThat(caller.ask("bert", "POST", settlement, "{\"happened\":true}").statusCode())
        .isEqualTo(403);
    assertThat(caller.ask("anna", "POST", settlement, "{\"happened\":false}").statusCode())
        .isEqualTo(200);
    assertThat(entryOf(hers).getOutcome()).isEqualTo("not-happened");
  }

  @Test
  void onlyWritesOfUnknownOutcomeAreSettledAndOnlyInWordsThatAreUnderstood() {
    ToolCallRequested known = Calls.write().build();
    caller.topics.request(known);
    caller.topics.completionOf(known.getCallId());
    for (String callId : List.of(known.getCallId(), "nobody")) {
      assertThat(
              caller
                  .ask(
                      "owner", "POST", WRITES + "/" + callId + "/settlement", "{\"happened\":true}")
                  .statusCode())
          .isEqualTo(404);
    }
    ToolCallRequested write = meeting("default");
    lose(FaultRule.Kind.RESET_AFTER, write);
    caller.topics.completionOf(write.getCallId());
    for (String wish :
        List.of(
            "",
            "[]",
            "{}",
            "{\"happened\":\"yes\"}",
            "{\"happened\":true,\"more\":1}",
            "{\"happened\":true,\"note\":\"two\\nlines\"}",
            "{\"happened\":true,\"note\":\"%s\"}".formatted("x".repeat(1001)))) {
      assertThat(
              caller
                  .ask("owner", "POST", WRITES + "/" + write.getCallId() + "/settlement", wish)
                  .statusCode())
          .as(wish)
          .isEqualTo(400);
    }
    for (String limit : List.of("0", "201", "x", "-1")) {
      assertThat(caller.ask("owner", "GET", WRITES + "?limit=" + limit, null).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void theyAreShownPageByPage() {
    for (int i = 0; i < 3; i++) {
      ToolCallRequested write = meeting("default");
      lose(FaultRule.Kind.RESET_AFTER, write);
      caller.topics.completionOf(write.getCallId());
    }
    List<String> all = listed("owner", "?limit=200");
    JsonNode first = list("owner", "?limit=1");
    JsonNode rest = list("owner", "?limit=200&cursor=" + first.path("nextCursor").asString());
    assertThat(first.path("writes")).hasSize(1);
    assertThat(rest.path("writes")).hasSize(all.size() - 1);
    assertThat(rest.path("nextCursor").isNull()).isTrue();
    assertThat(first.at("/writes/0/callId").asString()).isEqualTo(all.getFirst());
  }

  @Test
  void whatNobodyHasSettledIsNotForgotten() {
    ToolCallRequested write = meeting("default");
    lose(FaultRule.Kind.RESET_AFTER, write);
    caller.topics.completionOf(write.getCallId());
    ToolCallRequested answered = Calls.write().build();
    caller.topics.request(answered);
    caller.topics.completionOf(answered.getCallId());
    ledger()
        .sql(
            "update write_ledger set intended_at = now() - interval '30 days' where call_id in (?, ?)")
        .params(write.getCallId(), answered.getCallId())
        .update();
    ledger()
        .sql(
            "insert into write_ledger (call_id, connection, holder, attempt, intended_at)"
                + " values ('left-open', 'default', 'gone', 1, now() - interval '30 days')")
        .update();

    caller.context().forgetOldWrites();

    assertThat(listed("owner", "?limit=200")).contains(write.getCallId(), "left-open");
    assertThat(onRecord(answered.getCallId())).isEmpty();
  }

  private void lose(FaultRule.Kind kind, ToolCallRequested write) {
    caller.around.gong.faults(1, fault(write.getOperation(), kind, 1));
    caller.topics.request(write);
    caller.topics.completionOf(write.getCallId());
  }

  private AuditEvent entryOf(ToolCallRequested write) {
    await().atMost(PATIENCE).until(() -> settledEntry(write).isPresent());
    return settledEntry(write).orElseThrow();
  }

  private Optional<AuditEvent> settledEntry(ToolCallRequested write) {
    return caller.topics.auditOf(write.getCallId()).stream()
        .filter(event -> event.getKind() == AuditKind.WRITE_SETTLED)
        .findFirst();
  }

  private JsonNode list(String who, String query) {
    HttpResponse<String> answer = caller.ask(who, "GET", WRITES + query, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private List<String> listed(String who, String query) {
    return list(who, query).path("writes").findValuesAsString("callId");
  }

  private JdbcClient ledger() {
    return JdbcClient.create(caller.around.database.getPostgresDatabase());
  }

  private Optional<String> onRecord(String callId) {
    return ledger()
        .sql("select call_id from write_ledger where call_id = ?")
        .param(callId)
        .query(String.class)
        .optional();
  }

  private String endingOnRecord(ToolCallRequested write) {
    return ledger()
        .sql("select ending from write_ledger where call_id = ?")
        .param(write.getCallId())
        .query(String.class)
        .single();
  }

  private ToolCallRequested newCall() {
    return newCall(Instant.now().plusSeconds(60));
  }

  private ToolCallRequested newCall(Instant deadline) {
    ToolCallRequested.Builder call =
        Calls.read("POST", "/v2/calls").setEffect(Effect.WRITE).setDeadline(deadline);
    return with(
        call,
        """
        {"clientUniqueId":"%s","actualStart":"2026-01-05T10:00:00Z","direction":"Inbound",
         "primaryUser":"%s","parties":[{"name":"Somebody"}]}
        """
            .formatted(call.getCallId(), AtGong.users(caller.around.gong).getFirst()));
  }

  private ToolCallRequested access(int user) {
    ToolCallRequested.Builder call =
        Calls.read("PUT", "/v2/calls/users-access").setEffect(Effect.WRITE);
    return with(
        call,
        "{\"callAccessList\":[{\"callId\":\"%s\",\"userIds\":[\"%s\"]}]}"
            .formatted(
                AtGong.calls(caller.around.gong).getFirst(),
                AtGong.users(caller.around.gong).get(user)));
  }

  private static ToolCallRequested meeting(String connection) {
    ToolCallRequested.Builder call =
        Calls.read("POST", "/v2/meetings").setEffect(Effect.WRITE).setConnection(connection);
    return with(call, "{\"title\":\"%s\"}".formatted(call.getCallId()));
  }

  private static ToolCallRequested with(ToolCallRequested.Builder call, String body) {
    return call.setRequest(GongRequest.newBuilder(call.getRequest()).setBody(body).build()).build();
  }
}
