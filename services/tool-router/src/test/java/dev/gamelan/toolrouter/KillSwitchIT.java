package dev.gamelan.toolrouter;

import static dev.gamelan.toolrouter.testing.Governing.SOON;
import static dev.gamelan.toolrouter.testing.Governing.approve;
import static dev.gamelan.toolrouter.testing.Governing.call;
import static dev.gamelan.toolrouter.testing.Governing.change;
import static dev.gamelan.toolrouter.testing.Governing.code;
import static dev.gamelan.toolrouter.testing.Governing.log;
import static dev.gamelan.toolrouter.testing.Governing.profile;
import static dev.gamelan.toolrouter.testing.Governing.toolsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.Pair;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is stopped is stopped at once, at every instance and for every call. */
@WithBroker
class KillSwitchIT {
  private static final Logger log = LoggerFactory.getLogger(KillSwitchIT.class);

  /** Of its own: the log is one for all tests that share a broker. */
  private static final String CONNECTIONS = "gamelan.tool-calls.connections=switched";

  private static final String CLOSED = "gamelan.governance.new-tools=pending-review";
  private static final String NOTHING = "gamelan.governance.without-profile=nothing";

  private static Pair pair;
  private static RunningRouter one;
  private static RunningRouter other;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    pair = Pair.start(CONNECTIONS, CLOSED, NOTHING);
    one = pair.one();
    other = pair.other();
    gongCaller = pair.gongCaller();
  }

  @AfterAll
  static void stop() {
    pair.close();
  }

  @AfterEach
  void liftAll() {
    for (DocumentKey key :
        List.of(
            KillSwitch.installation(),
            KillSwitch.connection("switched"),
            KillSwitch.tool("switched", "gong_list_users"))) {
      if (log(one).state().has(key)) {
        change(one, key, null);
      }
    }
  }

  private static void openGoverned() {
    approve(one, "switched", "gong_list_users");
    profile(one, "switched", "everybody", AccessProfile.Terms.AUTOMATIC, "reader");
    await().atMost(SOON).until(() -> toolsOf(other, "switched").contains("gong_list_users"));
  }

  @Test
  void aKillSwitchHoldsAtEveryInstanceWithinASecond() {
    gongCaller.answer(KillSwitchIT::answered);
    openGoverned();
    List<Long> millis = new ArrayList<>();
    for (DocumentKey key :
        List.of(
            KillSwitch.installation(),
            KillSwitch.connection("switched"),
            KillSwitch.tool("switched", "gong_list_users"))) {
      assertThat(code(call(other, "switched", "gong_list_users"))).isEqualTo("answered");

      long began = System.nanoTime();
      change(one, key, new KillSwitch("ann", Instant.now(), "an incident"));
      await()
          .pollInterval(Duration.ofMillis(1))
          .atMost(SOON)
          .until(() -> code(call(other, "switched", "gong_list_users")).equals("stopped"));
      millis.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
      assertThat(code(call(one, "switched", "gong_list_users"))).isEqualTo("stopped");
      assertThat(toolsOf(other, "switched")).isEmpty();

      change(one, key, null);
      await()
          .atMost(SOON)
          .until(() -> code(call(other, "switched", "gong_list_users")).equals("answered"));
    }
    log.info("Kill switches held at both instances after {} ms", millis);
    assertThat(millis).allMatch(each -> each < 1000);
  }

  @Test
  void theKillSwitchOfAConnectionLetsWaitingCallsGo() {
    gongCaller.answerNothing();
    gongCaller.forget();
    openGoverned();
    var reply = CompletableFuture.supplyAsync(() -> call(other, "switched", "gong_list_users"));
    ToolCallRequested waiting = gongCaller.awaitCommand("gong_list_users");

    change(one, KillSwitch.connection("switched"), new KillSwitch("ann", Instant.now(), "stop"));

    gongCaller.awaitCancellation(waiting.getCallId());
    assertThat(reply).isNotDone();
    gongCaller.complete(
        FakeGongCaller.ended(waiting, dev.gamelan.schemas.Ending.CANCELLED).build());
    assertThat(code(reply.join())).isEqualTo("cancelled");
  }

  @Test
  void theKillSwitchOfTheInstallationFailsCallsUnderWay()
      throws ExecutionException, InterruptedException {
    gongCaller.answerNothing();
    gongCaller.forget();
    openGoverned();
    var reply = CompletableFuture.supplyAsync(() -> call(other, "switched", "gong_list_users"));
    ToolCallRequested waiting = gongCaller.awaitCommand("gong_list_users");

    change(one, KillSwitch.installation(), new KillSwitch("ann", Instant.now(), "stop"));

    assertThat(code(reply.get())).isEqualTo("stopped");
    gongCaller.awaitCancellation(waiting.getCallId());
    gongCaller.awaitTrail("stopped", "gong_list_users");
  }

  @Test
  void anInstanceThatStartsLaterKnowsAllBeforeItTakesARequest() {
    gongCaller.answer(KillSwitchIT::answered);
    openGoverned();
    change(
        one,
        KillSwitch.tool("switched", "gong_list_users"),
        new KillSwitch("ann", Instant.now(), null));

    try (RunningRouter late = RunningRouter.start(CONNECTIONS, CLOSED, NOTHING)) {
      assertThat(code(call(late, "switched", "gong_list_users"))).isEqualTo("stopped");
    }
  }

  private static Optional<ToolCallCompleted> answered(ToolCallRequested command) {
    return Optional.of(FakeGongCaller.answered(command, "{\"users\": []}"));
  }
}
