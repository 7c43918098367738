package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Connections.SLOW;
import static dev.gamelan.gongcaller.testing.Faults.slow;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerContext;
import dev.gamelan.gongcaller.testing.CallerProcess;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.Connections;
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

  /** Kafka gives its partitions away as early as a broker lets it. */
  private static final String SOON_MISSED =
      "--spring.cloud.stream.kafka.bindings.toolCallRequested-in-0.consumer.configuration"
          + ".session.timeout.ms=6000";

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

  @Test
  void whoIsThawedAfterItsLeaseHasPassedOnSendsNothingUnderThePermitsItHeld() throws IOException {
    try (var around = new Surroundings();
        var topics = new TopicProbe(Surroundings.servers());
        var frozen = new CallerProcess(around, "--gamelan.lane.instance=frozen", SOON_MISSED)) {
      around.quota.paced(Duration.ofMillis(350));
      awaitWork(topics);
      ToolCallRequested waiting =
          Calls.read("GET", "/v2/workspaces").setConnection(SLOW).setDeadline(muchLater()).build();
      around.quota.next(asked -> granted(3_000, 4_000, 350));
      topics.request(waiting);
      await().atMost(PATIENCE).until(() -> !around.quota.askedFor(waiting.getCallId()).isEmpty());
      ToolCallRequested asking = Calls.write().setDeadline(muchLater()).build();
      around.quota.next(
          asked -> {
            frozen.freeze();
            return granted(0, 1_000, 350);
          });
      topics.request(asking);
      await().atMost(PATIENCE).until(() -> !around.quota.askedFor(asking.getCallId()).isEmpty());

      try (var successor = new CallerContext(around, "--gamelan.lane.instance=successor")) {
        topics.completionOf(waiting.getCallId());
        topics.completionOf(asking.getCallId());
        assertThat(successor.isReady()).isTrue();
        frozen.thaw();
        String held = around.quota.askedFor(waiting.getCallId()).getFirst().permitId();
        await().atMost(PATIENCE).until(() -> around.quota.outcomeOf(held).isPresent());
        assertThat(around.quota.outcomeOf(held).orElseThrow().result()).isEqualTo("UNUSED");
        await().atMost(PATIENCE).until(() -> worksAgain("frozen-", topics));
        for (ToolCallRequested call : List.of(waiting, asking)) {
          assertThat(around.arrivalsOf(call.getCallId())).isEqualTo(1);
          assertThat(topics.accountsOf(call.getCallId()))
              .singleElement()
              .satisfies(spent -> assertThat(spent.getHolder()).startsWith("successor-"));
        }
      }
    }
  }

  /** A call to every partition; one of them is that instance's, once Kafka knows it again. */
  private static boolean worksAgain(String instance, TopicProbe topics) {
    List<ToolCallRequested> calls =
        Connections.EVERYWHERE.stream()
            .map(connection -> Calls.read("GET", "/v2/users").setConnection(connection).build())
            .toList();
    calls.forEach(topics::request);
    calls.forEach(call -> topics.completionOf(call.getCallId()));
    return calls.stream()
        .flatMap(call -> topics.accountsOf(call.getCallId()).stream())
        .anyMatch(spent -> spent.getHolder().startsWith(instance));
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
