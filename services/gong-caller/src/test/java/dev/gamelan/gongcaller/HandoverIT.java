package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerContext;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.Connections;
import dev.gamelan.gongcaller.testing.Surroundings;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections move to an instance that joins, under load. */
@WithBroker
class HandoverIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PER_SECOND = 3;
  private static final int KEPT_WAITING = 6;
  private static final int MOVED = 3;

  private final List<ToolCallRequested> calls = new ArrayList<>();

  @Test
  void noCallIsLostNoneIsTooManyAndNoWriteIsSentTwice() throws IOException {
    try (var around = new Surroundings();
        var topics = new TopicProbe(Surroundings.servers())) {
      around.quota.paced(Duration.ofMillis(350));
      around.gong.faults(1, slow(1_000_000, Duration.ofMillis(200)));
      try (var one = new CallerContext(around, "--gamelan.lane.instance=one")) {
        Connections.EVERYWHERE.forEach(connection -> keepBusy(connection, topics));
        calls.forEach(call -> assertEnded(call, topics));
        assertThat(one.isReady()).isTrue();
        try (var two = new CallerContext(around, "--gamelan.lane.instance=two")) {
          await()
              .atMost(PATIENCE)
              .until(
                  () -> {
                    Connections.EVERYWHERE.forEach(connection -> keepBusy(connection, topics));
                    return Connections.EVERYWHERE.stream()
                            .filter(connection -> hasMoved(connection, topics))
                            .count()
                        >= MOVED;
                  });
          calls.forEach(call -> assertEnded(call, topics));
          assertThat(List.of(one, two)).allMatch(CallerContext::isReady);
        }
      }
      assertThat(calls)
          .filteredOn(call -> call.getEffect() == Effect.WRITE)
          .allSatisfy(write -> assertThat(around.arrivalsOf(write.getCallId())).isEqualTo(1))
          .isNotEmpty();
      Connections.EVERYWHERE.forEach(connection -> assertInStrictTime(connection, around));
    }
  }

  /** Of two callers and two classes, so that calls do not end in the order of their records. */
  private void keepBusy(String connection, TopicProbe topics) {
    List<ToolCallRequested> own =
        calls.stream().filter(call -> call.getConnection().equals(connection)).toList();
    long waiting =
        own.stream().filter(call -> topics.completionsOf(call.getCallId()).isEmpty()).count();
    for (int i = own.size(); waiting < KEPT_WAITING; i++, waiting++) {
      ToolCallRequested.Builder call =
          i % 4 == 1 ? Calls.write() : Calls.read("GET", "/v2/workspaces");
      ToolCallRequested next =
          call.setConnection(connection)
              .setCaller(i % 3 == 0 ? "ann" : "bob")
              .setCallClass(i % 5 == 0 ? CallClass.BACKGROUND : CallClass.INTERACTIVE)
              .setDeadline(Instant.now().plus(Duration.ofMinutes(10)))
              .build();
      topics.request(next);
      calls.add(next);
    }
  }

  private boolean hasMoved(String connection, TopicProbe topics) {
    return List.of("one-", "two-").stream()
        .allMatch(
            instance ->
                topics.spentOf(connection).stream()
                    .anyMatch(spent -> spent.getHolder().startsWith(instance)));
  }

  private static void assertEnded(ToolCallRequested call, TopicProbe topics) {
    topics.completionOf(call.getCallId());
    assertThat(topics.completionsOf(call.getCallId()))
        .extracting(ToolCallCompleted::getEnding)
        .containsOnly(call.getEffect() == Effect.WRITE ? Ending.REFUSED_BY_GONG : Ending.ANSWERED);
  }

  private void assertInStrictTime(String connection, Surroundings around) {
    List<Long> arrivals =
        around.gong.arrivals(0).stream()
            .filter(
                arrival ->
                    calls.stream()
                        .filter(call -> call.getConnection().equals(connection))
                        .anyMatch(call -> arrival.target().contains(call.getCallId())))
            .map(arrival -> arrival.nanos())
            .sorted()
            .toList();
    for (int i = PER_SECOND; i < arrivals.size(); i++) {
      assertThat(Duration.ofNanos(arrivals.get(i) - arrivals.get(i - PER_SECOND)))
          .as("%d requests of %s", PER_SECOND + 1, connection)
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }
}
