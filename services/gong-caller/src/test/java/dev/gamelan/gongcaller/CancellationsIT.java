package dev.gamelan.gongcaller;

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
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A cancelled call that has not left never leaves. */
@WithCaller
class CancellationsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final CallerAtWork caller;

  CancellationsIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @Test
  void aCallCancelledWhileItWaitsForItsPermitNeverReachesGongAndThePermitGoesBack() {
    caller.around.quota.next(asked -> granted(3_000, 8_000, 0));
    ToolCallRequested call = Calls.read("GET", "/v2/workspaces").build();
    caller.topics.request(call);
    await().atMost(PATIENCE).until(() -> !caller.around.quota.askedFor(call.getCallId()).isEmpty());
    caller.topics.cancel("default", call.getCallId(), "ann");

    assertThat(caller.topics.completionOf(call.getCallId()).getEnding())
        .isEqualTo(Ending.CANCELLED);
    String permit = caller.around.quota.askedFor(call.getCallId()).getFirst().permitId();
    await().atMost(PATIENCE).until(() -> caller.around.quota.outcomeOf(permit).isPresent());
    assertThat(caller.around.quota.outcomeOf(permit).orElseThrow().result()).isEqualTo("UNUSED");
    assertThat(caller.around.arrivalsOf(call.getCallId())).isZero();
  }

  @Test
  void aCancellationMayComeBeforeItsCall() {
    ToolCallRequested before = Calls.read("GET", "/v2/workspaces").build();
    ToolCallRequested marker = Calls.read("GET", "/v2/workspaces").build();
    caller.around.quota.usuallyOn(SLOW, refused(429, "FROZEN", 60_000));
    // Once a later cancellation has shown its effect, the earlier one has been read as well.
    ToolCallRequested waiting = Calls.read("GET", "/v2/workspaces").setConnection(SLOW).build();
    caller.topics.request(waiting);
    await()
        .atMost(PATIENCE)
        .until(() -> !caller.around.quota.askedFor(waiting.getCallId()).isEmpty());
    caller.topics.cancel(SLOW, before.getCallId(), "ann");
    caller.topics.cancel(SLOW, waiting.getCallId(), "ann");
    caller.topics.completionOf(waiting.getCallId());

    caller.topics.request(before);
    caller.topics.request(marker);
    assertThat(caller.topics.completionOf(before.getCallId()).getEnding())
        .isEqualTo(Ending.CANCELLED);
    assertThat(caller.topics.completionOf(marker.getCallId()).getEnding())
        .isEqualTo(Ending.ANSWERED);
    assertThat(caller.around.arrivalsOf(before.getCallId())).isZero();
  }

  @Test
  void nobodyCancelsAnothersCall() {
    caller.around.quota.usuallyOn(SLOW, refused(429, "FROZEN", 1_000));
    ToolCallRequested anns = Calls.read("GET", "/v2/workspaces").setConnection(SLOW).build();
    ToolCallRequested bobs =
        Calls.read("GET", "/v2/workspaces").setConnection(SLOW).setCaller("bob").build();
    caller.topics.request(anns);
    caller.topics.request(bobs);
    await()
        .atMost(PATIENCE)
        .until(() -> caller.topics.laneStatesOf(SLOW).stream().anyMatch(s -> s.getQueued() == 2));
    caller.topics.cancel(SLOW, anns.getCallId(), "bob");
    caller.topics.cancel(SLOW, bobs.getCallId(), "bob");
    assertThat(caller.topics.completionOf(bobs.getCallId()).getEnding())
        .isEqualTo(Ending.CANCELLED);

    caller.around.quota.usually(granted(0, 5_000, 0));
    assertThat(caller.topics.completionOf(anns.getCallId()).getEnding()).isEqualTo(Ending.ANSWERED);
  }
}
