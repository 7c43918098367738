package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.fault;
import static dev.gamelan.gongcaller.testing.Faults.huge;
import static dev.gamelan.gongcaller.testing.Faults.slow;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.granted;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.AtGong;
import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.faults.FaultRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Of all writes with one idempotency key one is sent, and the others end by it. */
@WithCaller
class IdempotencyKeysIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String WRITE = "PUT /v2/calls/users-access";

  private final CallerAtWork caller;
  private final String key = UUID.randomUUID().toString();

  IdempotencyKeysIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @Test
  void theFirstResultIsRepeatedAndNothingIsSentOrPaidFor() {
    ToolCallRequested first = keyed("same");
    ToolCallRequested second = keyed("same");
    ToolCallCompleted done = ended(first);
    assertThat(done.getEnding()).isEqualTo(Ending.ANSWERED);
    ToolCallCompleted again = ended(second);

    assertThat(again.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(again.getHttpStatus()).isEqualTo(done.getHttpStatus());
    assertThat(TopicProbe.text(again)).isEqualTo(TopicProbe.text(done));
    assertThat(again.getGongRequestId()).isEqualTo(done.getGongRequestId());
    assertThat(again.getSource()).isEqualTo(AnswerSource.REPLAY);
    assertThat(again.getAgeMillis()).isNotNegative();
    assertThat(again.getAttempts()).isZero();
    assertNothingSentFor(second);
    AuditEvent entry = caller.topics.auditEntryOf(second.getCallId());
    assertThat(entry.getEventId()).isEqualTo(second.getCallId() + "/ended");
    assertThat(entry.getQuotaUnits()).isZero();
    assertThat(entry.getSource()).isEqualTo(AnswerSource.REPLAY);
    assertThat(entry.getReason()).contains(first.getCallId());
    assertThat(caller.topics.spentOn(second.getCallId())).isEmpty();
  }

  @Test
  void aRefusalOfGongsIsRepeatedToo() {
    ToolCallRequested first = refusedByGong();
    assertThat(ended(first).getEnding()).isEqualTo(Ending.REFUSED_BY_GONG);
    ToolCallRequested second = refusedByGong();
    ToolCallCompleted again = ended(second);
    assertThat(again.getEnding()).isEqualTo(Ending.REFUSED_BY_GONG);
    assertThat(again.getSource()).isEqualTo(AnswerSource.REPLAY);
    assertNothingSentFor(second);
  }

  @Test
  void whileTheFirstIsUnderWayTheOthersAreToldToComeAgain() {
    caller.around.gong.faults(1, slow(WRITE, 1, Duration.ofSeconds(3)));
    ToolCallRequested first = keyed("same");
    caller.topics.request(first);
    awaitInFlight(first);
    ToolCallRequested second = keyed("same");
    ToolCallCompleted early = ended(second);
    assertThat(early.getEnding()).isEqualTo(Ending.KEY_IN_PROGRESS);
    assertThat(early.getRetryable()).isTrue();
    assertThat(early.getRetryAt()).isAfter(early.getRequestedAt());
    assertThat(caller.topics.completionsOf(first.getCallId())).isEmpty();
    assertNothingSentFor(second);

    assertThat(caller.topics.completionOf(first.getCallId()).getEnding())
        .isEqualTo(Ending.ANSWERED);
    assertThat(ended(keyed("same")).getSource()).isEqualTo(AnswerSource.REPLAY);
  }

  @Test
  void anotherWriteUnderTheSameKeyIsRefusedWhetherOrNotTheFirstHasEnded() {
    caller.around.gong.faults(1, slow(WRITE, 1, Duration.ofSeconds(3)));
    ToolCallRequested first = keyed("one");
    caller.topics.request(first);
    awaitInFlight(first);
    for (boolean underWay : List.of(true, false)) {
      if (!underWay) {
        caller.topics.completionOf(first.getCallId());
      }
      ToolCallRequested other = keyed("another");
      ToolCallCompleted ended = ended(other);
      assertThat(ended.getEnding()).as("under way: %s", underWay).isEqualTo(Ending.KEY_REUSED);
      assertThat(ended.getRetryable()).isFalse();
      assertThat(ended.getBody()).isNull();
      assertNothingSentFor(other);
    }
  }

  @Test
  void ofFiftyAtOnceOneIsSent() {
    List<ToolCallRequested> storm = IntStream.range(0, 50).mapToObj(i -> keyed("same")).toList();
    storm.forEach(caller.topics::request);
    List<ToolCallCompleted> endings =
        storm.stream().map(call -> caller.topics.completionOf(call.getCallId())).toList();
    assertThat(storm.stream().mapToLong(call -> caller.around.arrivalsOf(call.getCallId())).sum())
        .isEqualTo(1);
    assertThat(storm.stream().flatMap(call -> caller.topics.spentOn(call.getCallId()).stream()))
        .hasSize(1);
    assertThat(endings)
        .allMatch(
            ended ->
                ended.getEnding() == Ending.ANSWERED
                    || ended.getEnding() == Ending.KEY_IN_PROGRESS);
    assertThat(endings).filteredOn(ended -> ended.getAttempts() > 0).hasSize(1);
  }

  @Test
  void aKeyOfAWriteThatWasNotSentMayBeTriedAgain() {
    caller.around.quota.next(asked -> refused(429, "CALLER_CAP", 3_600_000));
    ToolCallRequested first = keyed("same");
    assertThat(ended(first).getEnding()).isEqualTo(Ending.QUOTA_SPENT);
    ToolCallRequested second = keyed("same");
    assertThat(ended(second).getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(caller.around.arrivalsOf(second.getCallId())).isEqualTo(1);
  }

  @Test
  void aKeyOfAWriteThatGongCertainlyDidNotDoMayBeTriedAgain() {
    caller.around.gong.faults(1, fault(WRITE, FaultRule.Kind.TOO_MANY_REQUESTS, 4));
    ToolCallRequested first = keyed("same");
    assertThat(ended(first).getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
    ToolCallRequested second = keyed("same");
    ToolCallCompleted done = ended(second);
    assertThat(done.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(done.getSource()).isEqualTo(AnswerSource.UPSTREAM);
  }

  @Test
  void anUnknownOutcomeIsRepeatedUntilItIsSettledAndThenAsItWasSettled() {
    for (boolean happened : List.of(true, false)) {
      String own = UUID.randomUUID().toString();
      caller.around.gong.faults(1, fault(WRITE, FaultRule.Kind.RESET_AFTER, 1));
      ToolCallRequested first = keyed(own, "same");
      assertThat(ended(first).getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
      ToolCallRequested second = keyed(own, "same");
      ToolCallCompleted unknown = ended(second);
      assertThat(unknown.getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
      assertThat(unknown.getDetail()).contains(first.getCallId(), "administrator");
      age(first, "30 days");
      assertThat(ended(keyed(own, "same")).getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
      age(first, "1 minute");

      caller.ask(
          "owner",
          "POST",
          "/v1/unsettled-writes/%s/settlement".formatted(first.getCallId()),
          "{\"happened\":%s}".formatted(happened));
      ToolCallRequested third = keyed(own, "same");
      ToolCallCompleted settled = ended(third);
      assertThat(settled.getEnding()).isEqualTo(happened ? Ending.ANSWERED : Ending.FAILED_AT_GONG);
      assertThat(settled.getDetail()).contains(happened ? "has happened" : "has not happened");
      assertThat(settled.getSource()).isEqualTo(AnswerSource.REPLAY);
      assertThat(settled.getRetryable()).isFalse();
      assertNothingSentFor(second);
      assertNothingSentFor(third);
    }
  }

  @Test
  void afterADayTheKeyIsFree() {
    ToolCallRequested first = keyed("same");
    ended(first);
    age(first, "23 hours");
    assertThat(ended(keyed("same")).getSource()).isEqualTo(AnswerSource.REPLAY);
    age(first, "25 hours");
    ToolCallRequested next = keyed("another");
    assertThat(ended(next).getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(caller.around.arrivalsOf(next.getCallId())).isEqualTo(1);
  }

  @Test
  void whatAnEarlierHolderWasAboutToSendIsNotSentUnderAnotherCall() {
    ToolCallRequested orphan = keyed("same");
    insert(orphan);
    ToolCallRequested next = keyed("same");
    assertThat(ended(next).getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
    assertNothingSentFor(next);
    assertThat(ended(orphan).getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
    assertThat(caller.around.arrivalsOf(orphan.getCallId())).isZero();
  }

  @Test
  void theLedgerHasTheLastWordBeforeAWriteIsSent() {
    ToolCallRequested elsewhere = keyed("same");
    ToolCallRequested here = keyed("same");
    caller.around.quota.next(
        asked -> {
          insert(elsewhere);
          return granted(0, 5_000, 0);
        });
    assertThat(ended(here).getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
    assertThat(caller.around.arrivalsOf(here.getCallId())).isZero();
    String permit = caller.around.quota.askedFor(here.getCallId()).getFirst().permitId();
    await().atMost(PATIENCE).until(() -> caller.around.quota.outcomeOf(permit).isPresent());
    assertThat(caller.around.quota.outcomeOf(permit).orElseThrow().result()).isEqualTo("UNUSED");
  }

  @Test
  void anAnswerIsKeptSealedAndALargeOneNotAtAll() {
    ToolCallRequested small = keyed("same");
    String answer = TopicProbe.text(ended(small));
    byte[] kept =
        ledger()
            .sql("select body from write_ledger where call_id = ?")
            .param(small.getCallId())
            .query(byte[].class)
            .single();
    assertThat(new String(kept, StandardCharsets.ISO_8859_1))
        .doesNotContain(answer.substring(0, 12));

    String own = UUID.randomUUID().toString();
    ToolCallRequested large = keyed(own, "same");
    ToolCallRequested repeated = keyed(own, "same");
    caller.around.gong.faults(1, huge(1, 1));
    ToolCallCompleted first = ended(large);
    assertThat(first.getBody().remaining()).isGreaterThan(256 * 1024);
    ToolCallCompleted again = ended(repeated);
    assertThat(again.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(again.getBody()).isNull();
    assertThat(again.getHttpStatus()).isEqualTo(first.getHttpStatus());
    assertThat(again.getDetail()).contains("was done");
  }

  @Test
  void aKeyIsNotJudgedWhileTheLedgerIsAway() {
    caller.around.databaseAway();
    try {
      ToolCallRequested write = keyed("same");
      ToolCallCompleted ended = ended(write);
      assertThat(ended.getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
      assertThat(ended.getRetryable()).isTrue();
      assertNothingSentFor(write);
    } finally {
      caller.around.databaseBack();
      await().atMost(PATIENCE).until(caller.context()::isReady);
    }
  }

  private ToolCallCompleted ended(ToolCallRequested call) {
    caller.topics.request(call);
    return caller.topics.completionOf(call.getCallId());
  }

  private void awaitInFlight(ToolCallRequested call) {
    await().atMost(PATIENCE).until(() -> !caller.around.quota.askedFor(call.getCallId()).isEmpty());
  }

  private void assertNothingSentFor(ToolCallRequested call) {
    assertThat(caller.around.arrivalsOf(call.getCallId())).isZero();
    assertThat(caller.around.quota.askedFor(call.getCallId())).isEmpty();
  }

  private ToolCallRequested keyed(String wish) {
    return keyed(key, wish);
  }

  /** Gives one user access to a call, which may be done any number of times. */
  private ToolCallRequested keyed(String own, String wish) {
    ToolCallRequested.Builder call =
        Calls.read("PUT", "/v2/calls/users-access").setEffect(Effect.WRITE);
    return call.setRequest(
            GongRequest.newBuilder(call.getRequest())
                .setBody(
                    "{\"callAccessList\":[{\"callId\":\"%s\",\"userIds\":[\"%s\"]}]}"
                        .formatted(
                            AtGong.calls(caller.around.gong).getFirst(),
                            AtGong.users(caller.around.gong).getFirst()))
                .build())
        .setKeyDigest("digest of " + own)
        .setFingerprint("fingerprint of " + wish)
        .build();
  }

  private ToolCallRequested refusedByGong() {
    return Calls.write().setKeyDigest("digest of " + key).setFingerprint("any").build();
  }

  private void insert(ToolCallRequested call) {
    ledger()
        .sql(
            "insert into write_ledger (call_id, connection, holder, attempt, key_digest,"
                + " fingerprint) values (?, 'default', 'an-earlier-holder', 1, ?, ?)")
        .params(call.getCallId(), call.getKeyDigest(), call.getFingerprint())
        .update();
  }

  private void age(ToolCallRequested call, String by) {
    ledger()
        .sql("update write_ledger set intended_at = now() - cast(? as interval) where call_id = ?")
        .params(by, call.getCallId())
        .update();
  }

  private JdbcClient ledger() {
    return JdbcClient.create(caller.around.database.getPostgresDatabase());
  }
}
