package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.fault;
import static dev.gamelan.gongcaller.testing.Faults.huge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.simulator.faults.FaultRule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What Gong answers arrives once, whole and accounted for; or says why not. */
@WithCaller
class AnswersIT {
  private final CallerAtWork caller;

  AnswersIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @Test
  void aReadIsAnsweredAuditedAndAccountedForWithinItsTrace() {
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(completed.getHttpStatus()).isEqualTo(200);
    assertThat(completed.getContentType()).startsWith("application/json");
    assertThat(TopicProbe.text(completed)).contains("workspaces");
    assertThat(completed.getGongRequestId()).isNotNull();
    assertThat(completed.getAttempts()).isEqualTo(1);

    var audited = caller.topics.auditEntryOf(call.getCallId());
    assertThat(audited.getEventId()).isEqualTo(call.getCallId() + "/ended");
    assertThat(audited.getOutcome()).isEqualTo("answered");
    assertThat(audited.getQuotaUnits()).isEqualTo(1);
    assertThat(audited.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");

    var spent = caller.topics.accountsOf(call.getCallId());
    assertThat(spent).hasSize(1);
    assertThat(spent.getFirst().getHttpStatus()).isEqualTo(200);
    assertThat(caller.around.quota.outcomeOf(spent.getFirst().getPermitId()).orElseThrow().result())
        .isEqualTo("RESPONDED");

    Arrival arrival = caller.arrivalOf(call.getCallId());
    assertThat(arrival.traceparent())
        .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
        .doesNotContain("00f067aa0ba902b7");
  }

  @Test
  void anAnswerJustWithinTheBoundArrivesWhole() {
    caller.around.gong.faults(1, huge(1, 7));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(completed.getBody().remaining()).isGreaterThanOrEqualTo(7 * 1024 * 1024);
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
  void aReadAnsweredWith429ComesAgainUnderANewPermit() {
    caller.around.gong.faults(1, fault(FaultRule.Kind.TOO_MANY_REQUESTS, 1));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(completed.getAttempts()).isEqualTo(2);
    var spent = caller.topics.accountsOf(call.getCallId());
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
}
