package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Connections.SPENT;
import static dev.gamelan.gongcaller.testing.Faults.slow;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.granted;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.ScriptedQuota;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is sent but under a permit, at its moment. */
@WithCaller
class PermitsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final CallerAtWork caller;

  PermitsIT(CallerAtWork caller) {
    this.caller = caller;
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
    caller.around.quota.usuallyOn(SPENT, refused(429, "DAY_SPENT", 3_600_000));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").setConnection(SPENT).build();
    caller.topics.request(call);

    ToolCallCompleted completed = caller.topics.completionOf(call.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.QUOTA_SPENT);
    assertThat(completed.getRetryable()).isTrue();
    assertThat(completed.getRetryAt()).isAfter(Instant.now().plusSeconds(3_500));
    assertThat(caller.around.arrivalsOf(call.getCallId())).isZero();
  }

  @Test
  void aCallersSpentCapEndsItsCallAndTheLaneGoesOn() {
    caller.around.quota.next(asked -> refused(429, "CALLER_CAP", 3_600_000));
    ToolCallRequested capped = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(capped);
    ToolCallCompleted completed = caller.topics.completionOf(capped.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.QUOTA_SPENT);
    assertThat(completed.getDetail())
        .startsWith("The caller's own part of the day's quota is spent");
    assertThat(completed.getRetryAt()).isAfter(Instant.now().plusSeconds(3_500));

    ToolCallRequested next = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(next);
    assertThat(caller.topics.completionOf(next.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
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
    assertThat(caller.topics.accountsOf(call.getCallId()))
        .extracting(QuotaSpent::getPermitId)
        .containsExactly(asked.getLast().permitId());
  }

  @Test
  void atMostFourAreInFlightAndTheStartsKeepTheirDistance() {
    caller.around.quota.usually(granted(0, 5_000, 150));
    caller.around.gong.faults(1, slow(8, Duration.ofMillis(1_500)));
    List<ToolCallRequested> calls =
        Stream.generate(() -> Calls.read("GET", "/v2/workspaces").build()).limit(8).toList();
    calls.forEach(caller.topics::request);
    calls.forEach(call -> caller.topics.completionOf(call.getCallId()));

    List<QuotaSpent> spent =
        calls.stream()
            .flatMap(call -> caller.topics.accountsOf(call.getCallId()).stream())
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
}
