package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Connections.BESIDE_SLOW;
import static dev.gamelan.gongcaller.testing.Connections.SLOW;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.granted;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What waits in memory is bounded, and what waits in Kafka instead is not lost. */
@WithCaller("--gamelan.lane.read-ahead=" + ReadAheadIT.BOUND)
class ReadAheadIT {
  static final int BOUND = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final CallerAtWork caller;

  ReadAheadIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @Test
  void aPartitionWithTooManyCallsIsPausedDrainedAndResumedAndLosesNobodysCall() {
    caller.around.quota.usuallyOn(SLOW, refused(429, "FROZEN", 500));
    List<ToolCallRequested> calls = new ArrayList<>(request(SLOW, BOUND));
    await().atMost(PATIENCE).until(() -> queued() == BOUND);
    calls.addAll(request(SLOW, 3 * BOUND));
    List<ToolCallRequested> beside = request(BESIDE_SLOW, 3);
    awaitSeveralPolls();
    assertThat(queued()).isEqualTo(BOUND);
    assertThat(beside).allMatch(call -> caller.topics.completionsOf(call.getCallId()).isEmpty());

    caller.around.quota.usually(granted(0, 5_000, 0));
    calls.addAll(beside);
    for (ToolCallRequested call : calls) {
      assertThat(caller.topics.completionOf(call.getCallId()).getEnding())
          .isEqualTo(Ending.ANSWERED);
      assertThat(caller.around.arrivalsOf(call.getCallId())).isEqualTo(1);
    }
  }

  private List<ToolCallRequested> request(String connection, int count) {
    List<ToolCallRequested> calls =
        Stream.generate(() -> Calls.read("GET", "/v2/workspaces").setConnection(connection).build())
            .limit(count)
            .toList();
    calls.forEach(caller.topics::request);
    return calls;
  }

  private int queued() {
    List<LaneState> states = caller.topics.laneStatesOf(SLOW);
    return states.isEmpty() ? 0 : states.getLast().getQueued();
  }

  /** Each of these is read by a later poll than the one before. */
  private void awaitSeveralPolls() {
    for (int i = 0; i < 4; i++) {
      request("default", 1).forEach(call -> caller.topics.completionOf(call.getCallId()));
    }
  }
}
