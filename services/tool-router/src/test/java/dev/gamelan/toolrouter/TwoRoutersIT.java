package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several instances behind one address: any of them answers for any finished call. */
@WithBroker
class TwoRoutersIT {
  private static RunningRouter one;
  private static RunningRouter other;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    one = RunningRouter.start();
    other = RunningRouter.start();
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    one.close();
    other.close();
  }

  private static McpPost.Reply call(RunningRouter router, String tool) {
    return McpPost.to(router.url() + "/v1/tool-calls").send("{\"tool\": \"%s\"}".formatted(tool));
  }

  private static McpPost.Reply past(RunningRouter router, String callId) {
    return McpPost.to(router.url() + "/v1/tool-calls/" + callId)
        .send("GET", HttpRequest.BodyPublishers.noBody());
  }

  private static Optional<dev.gamelan.schemas.ToolCallCompleted> namingTheTool(
      ToolCallRequested command) {
    return Optional.of(
        FakeGongCaller.answered(command, "{\"tool\": \"%s\"}".formatted(command.getTool())));
  }

  @Test
  void eachAnswerReachesTheInstanceThatWaitsAndCanBeReadFromEveryOther() {
    gongCaller.answer(TwoRoutersIT::namingTheTool);

    McpPost.Reply first = call(one, "gong_list_users");
    McpPost.Reply second = call(other, "gong_list_workspaces");

    assertThat(first.json().at("/result/tool").asString()).isEqualTo("gong_list_users");
    assertThat(second.json().at("/result/tool").asString()).isEqualTo("gong_list_workspaces");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(past(other, first.json().path("callId").asString()).json())
                  .isEqualTo(first.json());
              assertThat(past(one, second.json().path("callId").asString()).json())
                  .isEqualTo(second.json());
            });
  }

  @Test
  void anInstanceThatStartsLaterReadsBackWhatHasEnded() {
    gongCaller.answer(TwoRoutersIT::namingTheTool);
    McpPost.Reply earlier = call(one, "gong_list_users");

    try (RunningRouter late = RunningRouter.start()) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(past(late, earlier.json().path("callId").asString()).status())
                      .isEqualTo(200));
    }
  }

  @Test
  void anInstanceThatStopsGivesTheAnswersItOwes() throws ExecutionException, InterruptedException {
    gongCaller.answerNothing();
    gongCaller.forget();
    RunningRouter stopping = RunningRouter.start();
    var reply = CompletableFuture.supplyAsync(() -> call(stopping, "gong_list_workspaces"));
    ToolCallRequested command = gongCaller.awaitCommand("gong_list_workspaces");

    var stopped = CompletableFuture.runAsync(stopping::close);
    gongCaller.complete(FakeGongCaller.answered(command, "{\"late\": true}"));

    assertThat(reply.get().status()).isEqualTo(200);
    stopped.get();
  }

  @Test
  void readinessWaitsForTheEndingsAndLivenessForNothing() {
    assertThat(health("liveness")).contains("\"UP\"");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(health("readiness"))
                    .contains("\"completionsAssignment\"", "\"partitions\""));
  }

  private static String health(String group) {
    return McpPost.to(one.url() + "/actuator/health/" + group)
        .without("Authorization")
        .send("GET", HttpRequest.BodyPublishers.noBody())
        .text();
  }

  @Test
  void theMetersTellOfCallsByToolAndOutcome() {
    gongCaller.answer(TwoRoutersIT::namingTheTool);
    call(one, "gong_list_users");
    call(one, "nothing");

    String meters =
        McpPost.to(one.url() + "/actuator/prometheus")
            .without("Authorization")
            .with("Accept", "text/plain")
            .send("GET", HttpRequest.BodyPublishers.noBody())
            .text();

    assertThat(meters)
        .contains("gamelan_tool_calls_total{outcome=\"answered\",tool=\"gong_list_users\"}")
        .contains("gamelan_tool_calls_total{outcome=\"unknown-tool\",tool=\"unknown\"}")
        .contains("gamelan_tool_refused_total{reason=\"unknown-tool\"}")
        .contains("gamelan_tool_wait_seconds")
        .contains("gamelan_calls_pending");
  }
}
