package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.ScriptedQuota.granted;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBroker
class GongCallerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static CallerAtWork caller;

  @BeforeAll
  static void start() throws IOException {
    caller = new CallerAtWork();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    caller.close();
  }

  @BeforeEach
  void asUsual() {
    caller.gong.faults(0);
    caller.quota.usually(granted(0, 5_000, 0));
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
    assertThat(caller.quota.outcomeOf(spent.getFirst().getPermitId()).orElseThrow().result())
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
    assertThat(caller.quota.askedFor(call.getCallId())).isEmpty();
    assertThat(caller.arrivalsOf(call.getCallId())).isZero();
    assertThat(caller.topics.auditEntryOf(call.getCallId()).getOutcome()).isEqualTo("expired");
  }

  @Test
  void aDayThatIsSpentEndsTheCallWithTheTimeToTryAgain() {
    caller.quota.usually(refused(429, "DAY_SPENT", 3_600_000));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.QUOTA_SPENT);
    assertThat(completed.getRetryable()).isTrue();
    assertThat(completed.getRetryAt()).isAfter(Instant.now().plusSeconds(3_500));
    assertThat(caller.arrivalsOf(call.getCallId())).isZero();
  }

  private static Arrival arrivalOf(ToolCallRequested call) {
    return caller.gong.arrivals(0).stream()
        .filter(arrival -> arrival.target().contains(call.getCallId()))
        .findFirst()
        .orElseThrow();
  }

  private static String text(ToolCallCompleted completed) {
    return StandardCharsets.UTF_8.decode(completed.getBody()).toString();
  }
}
