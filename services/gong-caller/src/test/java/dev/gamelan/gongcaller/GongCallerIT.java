package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.ScriptedQuota.granted;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.ScriptedQuota;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.simulator.faults.FaultRule;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@WithBroker
class GongCallerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String BESIDE_SLOW = onThePartitionOf("slow");
  private static CallerAtWork caller;

  @BeforeAll
  static void start() throws IOException {
    caller = new CallerAtWork("--gamelan.gong.connections=default,slow,spent," + BESIDE_SLOW);
  }

  @AfterAll
  static void stop() throws IOException {
    caller.close();
  }

  @BeforeEach
  void asUsual() {
    caller.around.gong.faults(0);
    caller.around.quota.usually(granted(0, 5_000, 0));
  }

  @Test
  void aReadIsAnsweredAuditedAndAccountedForWithinItsTrace() {
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(completed.getHttpStatus()).isEqualTo(200);
    assertThat(completed.getContentType()).startsWith("application/json");
    assertThat(text(completed)).contains("workspaces");
    assertThat(completed.getGongRequestId()).isNotNull();
    assertThat(completed.getAttempts()).isEqualTo(1);

    var audited = caller.topics.auditEntryOf(call.getCallId());
    assertThat(audited.getEventId()).isEqualTo(call.getCallId() + "/ended");
    assertThat(audited.getOutcome()).isEqualTo("answered");
    assertThat(audited.getQuotaUnits()).isEqualTo(1);
    assertThat(audited.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");

    var spent = caller.topics.spentOn(call.getCallId());
    assertThat(spent).hasSize(1);
    assertThat(spent.getFirst().getHttpStatus()).isEqualTo(200);
    assertThat(caller.around.quota.outcomeOf(spent.getFirst().getPermitId()).orElseThrow().result())
        .isEqualTo("RESPONDED");

    Arrival arrival = arrivalOf(call);
    assertThat(arrival.traceparent())
        .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
        .doesNotContain("00f067aa0ba902b7");
  }

  @Test
  void anExpiredCallCostsNeitherAPermitNorARequest() {
    ToolCallRequested call =
        Calls.read("GET", "/v2/workspaces").setDeadline(Instant.now().minusSeconds(1)).build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.EXPIRED);
    assertThat(completed.getAttempts()).isZero();
    assertThat(caller.around.quota.askedFor(call.getCallId())).isEmpty();
    assertThat(caller.around.arrivalsOf(call.getCallId())).isZero();
    assertThat(caller.topics.auditEntryOf(call.getCallId()).getOutcome()).isEqualTo("expired");
  }

  @Test
  void aDayThatIsSpentEndsTheCallWithTheTimeToTryAgain() {
    caller.around.quota.usuallyOn("spent", refused(429, "DAY_SPENT", 3_600_000));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").setConnection("spent").build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.QUOTA_SPENT);
    assertThat(completed.getRetryable()).isTrue();
    assertThat(completed.getRetryAt()).isAfter(Instant.now().plusSeconds(3_500));
    assertThat(caller.around.arrivalsOf(call.getCallId())).isZero();
  }

  @Test
  void aCallCancelledWhileItWaitsForItsPermitNeverReachesGongAndThePermitGoesBack() {
    caller.around.quota.next(asked -> granted(3_000, 8_000, 0));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);
    await().atMost(PATIENCE).until(() -> !caller.around.quota.askedFor(call.getCallId()).isEmpty());
    caller.topics.cancel("default", call.getCallId(), "ann");

    assertThat(caller.topics.completionOf(call.getCallId()).getEnding())
        .isEqualTo(Ending.CANCELLED);
    String permit = caller.around.quota.askedFor(call.getCallId()).getFirst().permitId();
    await().atMost(PATIENCE).until(() -> caller.around.quota.outcomeOf(permit).isPresent());
    assertThat(caller.around.quota.outcomeOf(permit).orElseThrow().result()).isEqualTo("UNUSED");
    assertThat(caller.around.arrivalsOf(call.getCallId())).isZero();
  }

  @Test
  void aCancellationMayComeBeforeItsCall() {
    ToolCallRequested before = Calls.read("GET", "/v2/workspaces").build();
    ToolCallRequested marker = Calls.read("GET", "/v2/workspaces").build();
    caller.around.quota.usuallyOn("slow", refused(429, "FROZEN", 60_000));
    // Once a later cancellation has shown its effect, the earlier one has been read as well.
    ToolCallRequested waiting = Calls.read("GET", "/v2/workspaces").setConnection("slow").build();
    caller.topics.request(waiting);
    await()
        .atMost(PATIENCE)
        .until(() -> !caller.around.quota.askedFor(waiting.getCallId()).isEmpty());
    caller.topics.cancel("slow", before.getCallId(), "ann");
    caller.topics.cancel("slow", waiting.getCallId(), "ann");
    caller.topics.completionOf(waiting.getCallId());

    caller.topics.request(before);
    caller.topics.request(marker);
    assertThat(caller.topics.completionOf(before.getCallId()).getEnding())
        .isEqualTo(Ending.CANCELLED);
    assertThat(caller.topics.completionOf(marker.getCallId()).getEnding())
        .isEqualTo(Ending.ANSWERED);
    assertThat(caller.around.arrivalsOf(before.getCallId())).isZero();
  }

  @Test
  void nobodyCancelsAnothersCall() {
    caller.around.quota.usuallyOn("slow", refused(429, "FROZEN", 1_000));
    ToolCallRequested anns = Calls.read("GET", "/v2/workspaces").setConnection("slow").build();
    ToolCallRequested bobs =
        Calls.read("GET", "/v2/workspaces").setConnection("slow").setCaller("bob").build();
    caller.topics.request(anns);
    caller.topics.request(bobs);
    await()
        .atMost(PATIENCE)
        .until(() -> caller.topics.laneStatesOf("slow").stream().anyMatch(s -> s.getQueued() == 2));
    caller.topics.cancel("slow", anns.getCallId(), "bob");
    caller.topics.cancel("slow", bobs.getCallId(), "bob");
    assertThat(caller.topics.completionOf(bobs.getCallId()).getEnding())
        .isEqualTo(Ending.CANCELLED);

    caller.around.quota.usually(granted(0, 5_000, 0));
    assertThat(caller.topics.completionOf(anns.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
  }

  @Test
  void aReadAnsweredWith429ComesAgainUnderANewPermit() {
    caller.around.gong.faults(1, fault(FaultRule.Kind.TOO_MANY_REQUESTS, 1));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(completed.getAttempts()).isEqualTo(2);
    var spent = caller.topics.spentOn(call.getCallId());
    assertThat(spent).extracting(QuotaSpent::getHttpStatus).containsExactly(429, 200);
    assertThat(spent).extracting(QuotaSpent::getPermitId).doesNotHaveDuplicates();
    assertThat(Duration.between(spent.getFirst().getSentAt(), spent.getLast().getSentAt()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    var told = caller.around.quota.outcomeOf(spent.getFirst().getPermitId()).orElseThrow().body();
    assertThat(told.path("httpStatus").asInt()).isEqualTo(429);
    assertThat(told.path("retryAfterMillis").asLong()).isEqualTo(1_000);
  }

  @Test
  void aReadComesAgainAfterAServerErrorAndAWriteDoesNot() {
    caller.around.gong.faults(1, fault(FaultRule.Kind.SERVER_ERROR, 2));
    ToolCallRequested read = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(read);
    ToolCallCompleted completed = caller.topics.completionOf(read.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(completed.getAttempts()).isEqualTo(3);

    caller.around.gong.faults(1, fault(FaultRule.Kind.SERVER_ERROR, 1));
    ToolCallRequested write = Calls.write().build();
    caller.topics.request(write);
    completed = caller.topics.completionOf(write.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
    assertThat(completed.getRetryable()).isFalse();
    assertThat(caller.around.arrivalsOf(write.getCallId())).isEqualTo(1);
  }

  @Test
  void aWriteWhoseAnswerIsLostEndsAsUnknownAndIsNotSentAgain() {
    caller.around.gong.faults(1, fault(FaultRule.Kind.RESET_AFTER, 1));
    ToolCallRequested write = Calls.write().build();
    caller.topics.request(write);

    ToolCallCompleted completed = caller.topics.completionOf(write.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
    assertThat(completed.getHttpStatus()).isNull();
    assertThat(caller.around.arrivalsOf(write.getCallId())).isEqualTo(1);
    assertThat(caller.topics.spentOn(write.getCallId())).hasSize(1);
  }

  @Test
  void anAnswerBeyondTheBoundEndsWithAdvice() {
    caller.around.gong.faults(1, fault(FaultRule.Kind.HUGE_BODY, 1));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.ANSWER_TOO_LARGE);
    assertThat(completed.getDetail()).contains("8 MB").contains("Ask for less");
    assertThat(completed.getBody()).isNull();
    assertThat(completed.getRetryable()).isFalse();
  }

  @Test
  void anAnswerJustWithinTheBoundArrivesWhole() {
    caller.around.gong.faults(1, rule(FaultRule.Kind.HUGE_BODY, 1, null, 7));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(completed.getBody().remaining()).isGreaterThanOrEqualTo(7 * 1024 * 1024);
  }

  @Test
  void aDripEndsAtTheDeadline() {
    caller.around.gong.faults(1, fault(FaultRule.Kind.SLOW_DRIP, 4));
    ToolCallRequested call =
        Calls.read("GET", "/v2/workspaces").setDeadline(Instant.now().plusSeconds(3)).build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
    assertThat(completed.getDetail()).contains("did not answer in time");
    assertThat(completed.getCompletedAt()).isBefore(call.getDeadline().plusSeconds(2));
  }

  @Test
  void aRedirectIsToldAndNotFollowed() {
    caller.around.gong.faults(1, fault(FaultRule.Kind.REDIRECT, 1));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.REFUSED_BY_GONG);
    assertThat(completed.getDetail()).contains("base URL").contains("us-00000.api.gong.invalid");
    assertThat(caller.around.arrivalsOf(call.getCallId())).isEqualTo(1);
  }

  @Test
  void aRequestThatIsNoneOfGongsIsNotSent() {
    ToolCallRequested call = Calls.read("GET", "/v2/../simulator/reset").build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
    assertThat(completed.getRetryable()).isFalse();
    assertThat(caller.around.quota.askedFor(call.getCallId())).isEmpty();
  }

  @Test
  void poisonGoesToTheDeadLettersAndTheLaneGoesOn() {
    byte[] poison = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    caller.topics.raw(Topics.TOOL_CALL_REQUESTED, "default", poison);
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    assertThat(caller.topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                caller.topics.deadLetters(Topics.TOOL_CALL_REQUESTED).stream()
                    .anyMatch(letter -> Arrays.equals(letter, poison)));
  }

  @Test
  void poisonIsNotCommittedAheadOfACallThatStillWaits() {
    caller.around.quota.usuallyOn("slow", refused(429, "FROZEN", 500));
    ToolCallRequested slow = Calls.read("GET", "/v2/workspaces").setConnection("slow").build();
    RecordMetadata waiting = caller.topics.request(slow);
    byte[] poison = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    caller.topics.raw(Topics.TOOL_CALL_REQUESTED, "slow", poison);
    for (int i = 0; i < 6; i++) {
      ToolCallRequested after =
          Calls.read("GET", "/v2/workspaces").setConnection(BESIDE_SLOW).build();
      caller.topics.request(after);
      caller.topics.completionOf(after.getCallId());
    }

    assertThat(caller.topics.committed("gong-caller", waiting.partition()))
        .isLessThanOrEqualTo(waiting.offset());
    caller.around.quota.usually(granted(0, 5_000, 0));
    assertThat(caller.topics.completionOf(slow.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
  }

  @Test
  void aPermitThatIsTooOldIsGivenBackUnused() {
    caller.around.quota.next(asked -> granted(0, 0, 0));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    assertThat(caller.topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    var asked = caller.around.quota.askedFor(call.getCallId());
    assertThat(asked).hasSize(2);
    assertThat(caller.around.quota.outcomeOf(asked.getFirst().permitId()).orElseThrow().result())
        .isEqualTo("UNUSED");
    assertThat(caller.topics.spentOn(call.getCallId()))
        .extracting(QuotaSpent::getPermitId)
        .containsExactly(asked.getLast().permitId());
  }

  @Test
  void aFencedLaneSendsNothingUntilKafkaHasConfirmedItAndThenUnderANewName() {
    AtomicLong arrivedUnderTheOldName = new AtomicLong(-1);
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.around.quota.next(asked -> refused(409, "FENCED", -1));
    caller.around.quota.next(
        asked -> {
          arrivedUnderTheOldName.set(caller.around.arrivalsOf(call.getCallId()));
          return granted(0, 5_000, 0);
        });
    caller.topics.request(call);

    assertThat(caller.topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(arrivedUnderTheOldName).hasValue(0);
    var asked = caller.around.quota.askedFor(call.getCallId());
    assertThat(asked).extracting(ScriptedQuota.Asked::holder).hasSize(2).doesNotHaveDuplicates();
    String superseded = asked.getFirst().holder();
    assertThat(caller.around.quota.askedOn("default"))
        .filteredOn(ask -> ask.holder().equals(superseded))
        .last()
        .isEqualTo(asked.getFirst());
  }

  @Test
  void aSlowConnectionHoldsUpNobodyOnItsPartitionAndNothingIsCommittedPastIt() throws Exception {
    caller.around.quota.usuallyOn("slow", refused(429, "FROZEN", 500));
    ToolCallRequested slow = Calls.read("GET", "/v2/workspaces").setConnection("slow").build();
    RecordMetadata slowRecord = caller.topics.request(slow);
    RecordMetadata last = slowRecord;
    for (int i = 0; i < 6; i++) {
      ToolCallRequested fast =
          Calls.read("GET", "/v2/workspaces").setConnection(BESIDE_SLOW).build();
      last = caller.topics.request(fast);
      assertThat(last.partition()).isEqualTo(slowRecord.partition());
      assertThat(caller.topics.completionOf(fast.getCallId()).getEnding())
          .isEqualTo(Ending.ANSWERED);
    }
    assertThat(caller.topics.completionsOf(slow.getCallId())).isEmpty();
    assertThat(caller.topics.committed("gong-caller", slowRecord.partition()))
        .isLessThanOrEqualTo(slowRecord.offset());

    caller.around.quota.usually(granted(0, 5_000, 0));
    assertThat(caller.topics.completionOf(slow.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    long end = last.offset() + 1;
    await()
        .atMost(PATIENCE)
        .until(() -> caller.topics.committed("gong-caller", slowRecord.partition()) == end);
  }

  @Test
  void atMostFourAreInFlightAndTheStartsKeepTheirDistance() {
    caller.around.quota.usually(granted(0, 5_000, 150));
    caller.around.gong.faults(1, rule(FaultRule.Kind.LATENCY, 8, 1_500L, null));
    List<ToolCallRequested> calls =
        Stream.generate(() -> Calls.read("GET", "/v2/workspaces").build()).limit(8).toList();
    calls.forEach(caller.topics::request);
    calls.forEach(call -> caller.topics.completionOf(call.getCallId()));

    List<QuotaSpent> spent =
        calls.stream()
            .flatMap(call -> caller.topics.spentOn(call.getCallId()).stream())
            .sorted(Comparator.comparing(QuotaSpent::getSentAt))
            .toList();
    assertThat(spent).hasSize(8);
    for (int i = 1; i < spent.size(); i++) {
      assertThat(Duration.between(spent.get(i - 1).getSentAt(), spent.get(i).getSentAt()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(145));
    }
    for (QuotaSpent one : spent) {
      assertThat(spent)
          .filteredOn(
              other ->
                  !other.getSentAt().isAfter(one.getSentAt())
                      && other.getRespondedAt().isAfter(one.getSentAt()))
          .hasSizeLessThanOrEqualTo(4);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var last = caller.topics.laneStatesOf("default").getLast();
              assertThat(last.getQueued()).isZero();
              assertThat(last.getInFlight()).isZero();
              assertThat(last.getAnswerMillis()).isPositive();
            });
  }

  @Test
  void aRedeliveredWriteIsNeverSentAgain() {
    var ledger = JdbcClient.create(caller.around.database.getPostgresDatabase());
    ToolCallRequested open = Calls.write().build();
    ToolCallRequested done = Calls.write().build();
    ledger
        .sql("insert into write_ledger (call_id, connection, holder, attempt) values (?, ?, ?, 1)")
        .params(open.getCallId(), "default", "an-earlier-holder")
        .update();
    ledger
        .sql(
            "insert into write_ledger (call_id, connection, holder, attempt, ended_at, ending,"
                + " retryable, http_status, body, attempts)"
                + " values (?, ?, ?, 1, now(), 'ANSWERED', false, 200, ?, 1)")
        .params(
            done.getCallId(),
            "default",
            "an-earlier-holder",
            "{\"kept\":true}".getBytes(StandardCharsets.UTF_8))
        .update();
    caller.topics.request(open);
    caller.topics.request(done);

    assertThat(caller.topics.completionOf(open.getCallId()).getEnding())
        .isEqualTo(Ending.OUTCOME_UNKNOWN);
    ToolCallCompleted again = caller.topics.completionOf(done.getCallId());
    assertThat(again.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(text(again)).isEqualTo("{\"kept\":true}");
    assertThat(caller.around.arrivalsOf(open.getCallId())).isZero();
    assertThat(caller.around.arrivalsOf(done.getCallId())).isZero();
  }

  @Test
  void aWriteIsOnRecordWithItsEnding() {
    ToolCallRequested write = Calls.write().build();
    caller.topics.request(write);
    assertThat(caller.topics.completionOf(write.getCallId()).getEnding())
        .isEqualTo(Ending.REFUSED_BY_GONG);
    assertThat(
            JdbcClient.create(caller.around.database.getPostgresDatabase())
                .sql("select ending from write_ledger where call_id = ?")
                .param(write.getCallId())
                .query(String.class)
                .single())
        .isEqualTo("REFUSED_BY_GONG");
  }

  @Test
  void readinessNamesItsParts() throws IOException, InterruptedException {
    HttpResponse<String> ready;
    try (var http = HttpClient.newHttpClient()) {
      ready =
          http.send(
              HttpRequest.newBuilder(URI.create(caller.url() + "/actuator/health/readiness"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    }
    assertThat(ready.body()).contains("lanes").contains("quota").contains("db");
    assertThat(ready.statusCode()).isEqualTo(200);
  }

  private static FaultRule fault(FaultRule.Kind kind, long count) {
    return rule(kind, count, null, null);
  }

  private static FaultRule rule(
      FaultRule.Kind kind, long count, @Nullable Long delayMillis, @Nullable Integer megabytes) {
    return new FaultRule(
        kind, null, null, count, delayMillis, null, null, null, null, megabytes, null, null, null);
  }

  private static String onThePartitionOf(String connection) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "fast-" + i)
        .filter(name -> partition(name) == partition(connection))
        .findFirst()
        .orElseThrow();
  }

  private static int partition(String key) {
    return BuiltInPartitioner.partitionForKey(
        key.getBytes(StandardCharsets.UTF_8), Topics.TOOL_CALL_REQUESTED.partitions());
  }

  private static Arrival arrivalOf(ToolCallRequested call) {
    return caller.around.gong.arrivals(0).stream()
        .filter(arrival -> arrival.target().contains(call.getCallId()))
        .findFirst()
        .orElseThrow();
  }

  private static String text(ToolCallCompleted completed) {
    return StandardCharsets.UTF_8.decode(completed.getBody()).toString();
  }
}
