package dev.gamelan.gongcaller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.Administrator;
import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.ConnectionState;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.access.AccessKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Credentials that Gong refuses stop a lane, and do not burn the day. */
@WithCaller({"--gamelan.connections.refresh-every=100ms", "--gamelan.connections.probe-every=3s"})
class RefusedCredentialsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final AccessKey KEY = new AccessKey("a-key", "a-secret", Set.of());

  private final CallerAtWork caller;
  private final Administrator administrator;

  RefusedCredentialsIT(CallerAtWork caller) {
    this.caller = caller;
    this.administrator = new Administrator(caller.context(), caller.around);
  }

  @Test
  void aFewRefusalsStopTheLaneAndOnlyARareTrialGoesOutUntilGongAcceptsAgain() {
    caller.around.keys(true, KEY);
    administrator.register("storm", "a-key", "a-secret");
    caller.topics.awaitState("storm", ConnectionState::getVerified);
    caller.around.keys(true);
    List<ToolCallRequested> calls = new ArrayList<>();
    Instant stopped = Instant.now();
    for (int i = 0; i < 200; i++) {
      calls.add(callOn("storm"));
    }
    List<ToolCallCompleted> ended =
        calls.stream().map(call -> caller.topics.completionOf(call.getCallId())).toList();
    Duration since = Duration.between(stopped, Instant.now());

    assertThat(ended).noneMatch(call -> call.getEnding() == Ending.ANSWERED);
    // Three in a row, and what was in flight beside the third.
    long sent = ended.stream().filter(call -> call.getAttempts() > 0).count();
    assertThat(sent).isBetween(3L, 7L);
    assertThat(ended)
        .filteredOn(call -> call.getAttempts() == 0)
        .allSatisfy(
            call -> {
              assertThat(call.getRetryable()).isTrue();
              assertThat(call.getDetail()).contains("refuses the credentials of connection storm");
            });
    assertThat(refusedArrivals()).isLessThanOrEqualTo(sent + since.toSeconds() / 3 + 1);
    assertThat(caller.topics.awaitState("storm", state -> state.getProblem() != null).getVerified())
        .isFalse();

    long trials = refusedArrivals();
    await().atMost(PATIENCE).until(() -> refusedArrivals() > trials);
    caller.around.keys(true, KEY);
    caller.topics.awaitState("storm", state -> state.getVerified() && state.getProblem() == null);
    assertThat(caller.topics.completionOf(callOn("storm").getCallId()).getEnding())
        .isEqualTo(Ending.ANSWERED);
  }

  @Test
  void aMissingScopeIsTheCallsOwnAffairAndStopsNothing() {
    caller.around.keys(true, new AccessKey("a-key", "a-secret", Set.of("api:workspaces:read")));
    administrator.register("narrow", "a-key", "a-secret");
    caller.topics.awaitState("narrow", ConnectionState::getVerified);
    for (int i = 0; i < 6; i++) {
      ToolCallCompleted refused = caller.topics.completionOf(callOn("narrow").getCallId());
      assertThat(refused.getEnding()).isEqualTo(Ending.REFUSED_BY_GONG);
      assertThat(refused.getAttempts()).isEqualTo(1);
    }
    ToolCallRequested allowed = Calls.read("GET", "/v2/workspaces").setConnection("narrow").build();
    caller.topics.request(allowed);
    assertThat(caller.topics.completionOf(allowed.getCallId()).getEnding())
        .isEqualTo(Ending.ANSWERED);
    assertThat(caller.topics.statesOf("narrow").getLast().getVerified()).isTrue();
  }

  private long refusedArrivals() {
    return caller.around.gong.arrivals(0).stream()
        .filter(arrival -> arrival.status() == 401 && arrival.key() == null)
        .count();
  }

  private ToolCallRequested callOn(String connection) {
    ToolCallRequested call = Calls.read("GET", "/v2/users").setConnection(connection).build();
    caller.topics.request(call);
    return call;
  }
}
