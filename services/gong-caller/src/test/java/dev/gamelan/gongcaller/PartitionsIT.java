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
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** Connections that share a partition neither hold each other up nor lose each other's calls. */
@WithCaller
class PartitionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final CallerAtWork caller;

  PartitionsIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @Test
  void aSlowConnectionHoldsUpNobodyOnItsPartitionAndNothingIsCommittedPastIt() throws Exception {
    caller.around.quota.usuallyOn(SLOW, refused(429, "FROZEN", 500));
    ToolCallRequested slow = Calls.read("GET", "/v2/workspaces").setConnection(SLOW).build();
    RecordMetadata slowRecord = caller.topics.request(slow);
    RecordMetadata last = slowRecord;
    for (int i = 0; i < 6; i++) {
      ToolCallRequested fast =
          Calls.read("GET", "/v2/workspaces").setConnection(BESIDE_SLOW).build();
      last = caller.topics.request(fast);
      assertThat(last.partition()).isEqualTo(slowRecord.partition());
      assertThat(caller.topics.completionOf(fast.getCallId()).getEnding())
          .isEqualTo(Ending.ANSWERED);
    }
    assertThat(caller.topics.completionsOf(slow.getCallId())).isEmpty();
    assertThat(caller.topics.committed("gong-caller", slowRecord.partition()))
        .isLessThanOrEqualTo(slowRecord.offset());

    caller.around.quota.usually(granted(0, 5_000, 0));
    assertThat(caller.topics.completionOf(slow.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    long end = last.offset() + 1;
    await()
        .atMost(PATIENCE)
        .until(() -> caller.topics.committed("gong-caller", slowRecord.partition()) == end);
  }

  @Test
  void poisonGoesToTheDeadLettersAndTheLaneGoesOn() {
    byte[] poison = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    caller.topics.raw(Topics.TOOL_CALL_REQUESTED, "default", poison);
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);

    assertThat(caller.topics.completionOf(call.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                caller.topics.deadLetters(Topics.TOOL_CALL_REQUESTED).stream()
                    .anyMatch(letter -> Arrays.equals(letter, poison)));
  }

  @Test
  void poisonIsNotCommittedAheadOfACallThatStillWaits() {
    caller.around.quota.usuallyOn(SLOW, refused(429, "FROZEN", 500));
    ToolCallRequested slow = Calls.read("GET", "/v2/workspaces").setConnection(SLOW).build();
    RecordMetadata waiting = caller.topics.request(slow);
    byte[] poison = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    caller.topics.raw(Topics.TOOL_CALL_REQUESTED, SLOW, poison);
    for (int i = 0; i < 6; i++) {
      ToolCallRequested after =
          Calls.read("GET", "/v2/workspaces").setConnection(BESIDE_SLOW).build();
      caller.topics.request(after);
      caller.topics.completionOf(after.getCallId());
    }

    assertThat(caller.topics.committed("gong-caller", waiting.partition()))
        .isLessThanOrEqualTo(waiting.offset());
    caller.around.quota.usually(granted(0, 5_000, 0));
    assertThat(caller.topics.completionOf(slow.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
  }
}
