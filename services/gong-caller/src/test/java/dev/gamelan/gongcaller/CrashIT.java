package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerProcess;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.Surroundings;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithBroker
class CrashIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration VERY_SLOW = Duration.ofSeconds(25);

  @Test
  void afterAKillAReadRunsAgainAndAWriteNever() throws IOException, InterruptedException {
    try (var around = new Surroundings();
        var topics = new TopicProbe(Surroundings.servers())) {
      ToolCallRequested read = Calls.read("GET", "/v2/workspaces").setDeadline(muchLater()).build();
      ToolCallRequested write = Calls.write().setDeadline(muchLater()).build();
      ToolCallRequested expiring;
      try (var killed = new CallerProcess(around)) {
        awaitWork(topics);
        around.gong.faults(
            1,
            slow("GET /v2/workspaces", 1, VERY_SLOW),
            slow("PUT /v2/calls/users-access", 2, VERY_SLOW));
        expiring = Calls.write().setDeadline(Instant.now().plusSeconds(15)).build();
        List.of(read, write, expiring).forEach(topics::request);
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    topics.laneStatesOf("default").stream()
                        .anyMatch(state -> state.getInFlight() == 3));
        killed.kill();
      }
      await().atMost(PATIENCE).until(() -> Instant.now().isAfter(expiring.getDeadline()));

      try (var successor = new CallerProcess(around)) {
        awaitWork(topics);
        assertThat(topics.completionOf(read.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
        assertThat(topics.completionOf(write.getCallId()).getEnding())
            .isEqualTo(Ending.OUTCOME_UNKNOWN);
        assertThat(topics.completionOf(expiring.getCallId()).getEnding())
            .isEqualTo(Ending.OUTCOME_UNKNOWN);
        assertThat(around.arrivalsOf(read.getCallId())).isBetween(1L, 2L);
        assertThat(around.arrivalsOf(write.getCallId())).isLessThanOrEqualTo(1);
        assertThat(around.arrivalsOf(expiring.getCallId())).isLessThanOrEqualTo(1);
        assertThat(topics.spentOn(write.getCallId())).isEmpty();
        successor.stop();
      }
    }
  }

  @Test
  void aStoppingServiceEndsWhatIsInFlightAndLeavesNothingToRepeat()
      throws IOException, InterruptedException {
    try (var around = new Surroundings();
        var topics = new TopicProbe(Surroundings.servers())) {
      ToolCallRequested call = Calls.read("GET", "/v2/workspaces").setDeadline(muchLater()).build();
      try (var stopping = new CallerProcess(around)) {
        awaitWork(topics);
        around.gong.faults(1, slow("GET /v2/workspaces", 1, Duration.ofSeconds(4)));
        topics.request(call);
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    topics.laneStatesOf("default").stream()
                        .anyMatch(state -> state.getInFlight() == 1 && state.getQueued() == 0));
        stopping.stop();
      }
      assertThat(topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
      String holder = around.quota.askedFor(call.getCallId()).getFirst().holder();
      assertThat(around.quota.released()).contains(holder);

      try (var next = new CallerProcess(around)) {
        ToolCallRequested marker = awaitWork(topics);
        assertThat(around.quota.askedFor(marker.getCallId()).getFirst().holder())
            .isNotEqualTo(holder);
        assertThat(around.arrivalsOf(call.getCallId())).isEqualTo(1);
        assertThat(topics.completionsOf(call.getCallId())).hasSize(1);
        next.stop();
      }
    }
  }

  /** A call of another kind, answered: the process is up and has its partitions. */
  private static ToolCallRequested awaitWork(TopicProbe topics) {
    ToolCallRequested marker = Calls.read("GET", "/v2/users").setDeadline(muchLater()).build();
    topics.request(marker);
    assertThat(topics.completionOf(marker.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    return marker;
  }

  /** A process takes its time to start on a busy machine. */
  private static Instant muchLater() {
    return Instant.now().plus(Duration.ofMinutes(10));
  }
}
