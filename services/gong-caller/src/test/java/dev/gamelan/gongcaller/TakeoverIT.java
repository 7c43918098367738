package dev.gamelan.gongcaller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerContext;
import dev.gamelan.gongcaller.testing.CallerProcess;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.Connections;
import dev.gamelan.gongcaller.testing.Surroundings;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One of two gong-callers dies. */
@WithBroker
class TakeoverIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Left to itself, Kafka would find the dead one missing long after this test has failed. */
  private static final String NEVER_MISSED =
      "--spring.cloud.stream.kafka.bindings.toolCallRequested-in-0.consumer.configuration"
          + ".session.timeout.ms=1200000";

  /** Nobody else's: its dead stay members for as long. */
  private static final String OWN_GROUP = "--gamelan.presence.group=takeover";

  @Test
  void theOtherGoesOnWithItsLanesBeforeKafkaMissesIt() throws Exception {
    try (var around = new Surroundings();
        var topics = new TopicProbe(Surroundings.servers());
        var killed =
            new CallerProcess(around, "--gamelan.lane.instance=killed", OWN_GROUP, NEVER_MISSED)) {
      around.quota.paced(Duration.ofMillis(350));
      endsBy("killed-", topics);
      try (var left =
          new CallerContext(around, "--gamelan.lane.instance=left", OWN_GROUP, NEVER_MISSED)) {
        await().atMost(PATIENCE).until(() -> !endsBy("left-", topics).isEmpty());
        List<String> lanes = endsBy("killed-", topics);
        assertThat(lanes).isNotEmpty();

        killed.kill();

        assertThat(endsBy("left-", topics)).containsAll(lanes);
        assertThat(left.isReady()).isTrue();
      }
    }
  }

  /** A call to each connection, answered; tells which of them went through that instance. */
  private static List<String> endsBy(String instance, TopicProbe topics) {
    List<ToolCallRequested> calls = new ArrayList<>();
    for (String connection : Connections.EVERYWHERE) {
      calls.add(
          Calls.read("GET", "/v2/users")
              .setConnection(connection)
              .setDeadline(Instant.now().plus(PATIENCE))
              .build());
    }
    calls.forEach(topics::request);
    calls.forEach(call -> topics.completionOf(call.getCallId()));
    return calls.stream()
        .filter(
            call ->
                topics.accountsOf(call.getCallId()).stream()
                    .anyMatch(spent -> spent.getHolder().startsWith(instance)))
        .map(ToolCallRequested::getConnection)
        .toList();
  }
}
