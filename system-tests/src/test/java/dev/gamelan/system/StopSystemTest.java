package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A kill switch stops what is asked and what waits, at every router and behind one that is gone.
 */
class StopSystemTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration EVERYWHERE = Duration.ofSeconds(1);
  private static final int WAITING = 24;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path data;

  private final AtomicInteger calls = new AtomicInteger();
  private Installation installation;
  private AnotherRouter other;
  private Administrator administrator;
  private Simulator gong;
  private String token;

  @BeforeEach
  @SuppressWarnings("NullAway.Init")
  void start() throws Exception {
    installation =
        Installation.start(
            InstallationOptions.in(data)
                .withSettings(Map.of("quota", Map.of("gamelan.limits.per-second", "1"))),
            Silent.PROGRESS);
    other =
        AnotherRouter.start(installation, data.resolve("other.log"), List.of("-Xmx384m"), Map.of());
    administrator = new Administrator(installation.gateway());
    gong = new Simulator(installation.gateway().gongUrl());
    token = installation.gateway().user("reader").token();
  }

  @AfterEach
  void stop() {
    gong.close();
    other.close();
    installation.close();
  }

  @Test
  void aSwitchThrownAtOneRouterHoldsAtTheOtherWithinASecond() throws Exception {
    for (String what :
        List.of(
            "installation", "connections/default", "connections/default/tools/gong_list_calls")) {
      assertThat(refusalAt(other.url())).isEqualTo("invalid-arguments");
      administrator.put(administrator.router("kill-switches/" + what), "{}");
      long thrown = System.nanoTime();
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(PATIENCE)
          .until(() -> refusalAt(other.url()).equals("stopped"));
      Duration took = Duration.ofNanos(System.nanoTime() - thrown);
      System.out.printf("%s: stopped at the other router after %d ms%n", what, took.toMillis());
      assertThat(took).as(what).isLessThan(EVERYWHERE);

      administrator.delete(administrator.router("kill-switches/" + what));
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(PATIENCE)
          .until(() -> refusalAt(other.url()).equals("invalid-arguments"));
    }
  }

  @Test
  void whatWaitsBehindARouterThatIsGoneDoesNotReachGongOnceEverythingIsStopped() throws Exception {
    leaveWaitingBehindTheOther();
    administrator.put(
        administrator.router("kill-switches/installation"), "{\"reason\": \"a leak\"}");
    assertThatNothingIsSentSince(Instant.now());

    administrator.delete(administrator.router("kill-switches/installation"));
    await()
        .atMost(PATIENCE)
        .until(() -> outcomeAt(installation.gateway().adminUrl()).equals("answered"));
  }

  @Test
  void whatWaitsBehindARouterThatIsGoneDoesNotReachGongOnceItsToolIsStopped() throws Exception {
    leaveWaitingBehindTheOther();
    administrator.put(
        administrator.router("kill-switches/connections/default/tools/gong_list_calls"), "{}");
    assertThatNothingIsSentSince(Instant.now());
  }

  /** Calls that gong-caller has, some of them asked already, and that nobody waits for. */
  private void leaveWaitingBehindTheOther() throws Exception {
    long before = gong.count();
    for (int call = 0; call < WAITING; call++) {
      Thread.startVirtualThread(() -> outcomeAt(other.url()));
    }
    var log = new TopicLog(installation.gateway().kafka());
    await().atMost(PATIENCE).until(() -> log.read(Topics.TOOL_CALL_REQUESTED).size() >= WAITING);
    await().atMost(PATIENCE).until(() -> gong.count() > before);
    other.kill();
  }

  private void assertThatNothingIsSentSince(Instant thrown) throws Exception {
    var log = new TopicLog(installation.gateway().kafka());
    Set<String> accepted =
        log.read(Topics.TOOL_CALL_REQUESTED).stream()
            .map(ToolCallRequested::getCallId)
            .collect(Collectors.toSet());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(log.read(Topics.TOOL_CALL_COMPLETED))
                    .extracting(ToolCallCompleted::getCallId)
                    .containsAll(accepted));
    long limit =
        TimeUnit.SECONDS.toNanos(thrown.plus(EVERYWHERE).getEpochSecond()) + thrown.getNano();
    assertThat(gong.arrivals(0))
        .as("sent a second after the switch was thrown")
        .extracting(arrival -> arrival.path("nanos").asLong())
        .allSatisfy(nanos -> assertThat(nanos).isLessThan(limit));
    List<ToolCallCompleted> stopped =
        log.read(Topics.TOOL_CALL_COMPLETED).stream()
            .filter(completed -> completed.getEnding() != Ending.ANSWERED)
            .toList();
    assertThat(stopped)
        .hasSizeGreaterThan(WAITING / 2)
        .allSatisfy(
            completed -> {
              assertThat(completed.getDetail()).contains("stopped by an administrator");
              assertThat(completed.getAttempts()).isZero();
            });
    System.out.printf(
        "of %d calls %d were asked before, %d ended unasked %s%n",
        accepted.size(),
        accepted.size() - stopped.size(),
        stopped.size(),
        stopped.stream()
            .map(completed -> Duration.between(thrown, completed.getCompletedAt()).toMillis())
            .reduce(Math::max)
            .map(last -> "within %d ms".formatted(last))
            .orElse(""));
  }

  /** Switches come before arguments: what is not stopped is refused for another reason, at once. */
  private String refusalAt(String router) {
    return outcomeAt(router, "{\"no\": 1}");
  }

  /** Each call asks something else, lest one request answers several. */
  private String outcomeAt(String router) {
    return outcomeAt(router, Load.callsSince(calls.incrementAndGet()).toString());
  }

  private String outcomeAt(String router, String arguments) {
    try {
      JsonNode answer =
          administrator.sent(
              "POST",
              router + "/v1/tool-calls",
              token,
              "{\"tool\": \"gong_list_calls\", \"arguments\": %s, \"deadlineMs\": 55000}"
                  .formatted(arguments));
      return answer.path("outcome").asString(answer.at("/error/code").asString(""));
    } catch (java.io.IOException killed) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
