package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.admission.ConnectionStates;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.McpStream;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A task is its owner's alone, at every instance, whatever becomes of the one that began it. */
@WithBroker
@Timeout(60)
class TasksIT {
  private static final String CONNECTION = "gamelan.tool-calls.connections=busy";
  private static final String SOON = "gamelan.tasks.after=0s";
  private static final String TOOL = "gong_list_users";
  private static RunningRouter one;
  private static RunningRouter other;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    one = RunningRouter.start(CONNECTION);
    other = RunningRouter.start(CONNECTION);
    gongCaller = new FakeGongCaller();
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    one.close();
    other.close();
  }

  /** With about 40 s to wait for Gong. */
  @BeforeEach
  void theQueueIsLong() {
    gongCaller.forget();
    gongCaller.answerNothing();
    queue(120);
  }

  private static void queue(int length) {
    LaneState state =
        LaneState.newBuilder()
            .setConnection("busy")
            .setHolder("a test")
            .setQueued(length)
            .setInFlight(0)
            .setStartsPerSecond(3)
            .setAnswerMillis(100)
            .setAt(Instant.now())
            .build();
    gongCaller.publish(Topics.LANE_STATE, "busy", state);
    for (RunningRouter router : List.of(one, other)) {
      knows(router, length);
    }
  }

  private static void knows(RunningRouter router, int length) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              LaneState lane = router.bean(ConnectionStates.class).lane("busy");
              return lane != null && lane.getQueued() == length;
            });
  }

  private static McpPost.Reply send(
      RunningRouter router, String token, String method, String name, String params) {
    return McpPost.modern(router.url(), method, name).as(token).send(declaring(method, params));
  }

  private static String declaring(String method, String params) {
    return McpPost.request(method, params)
        .replace(
            "clientCapabilities\": {}",
            "clientCapabilities\": {\"extensions\": {\"io.modelcontextprotocol/tasks\": {}}}");
  }

  private static McpPost.Reply task(
      RunningRouter router, String token, String method, String handle) {
    return send(
        router,
        token,
        method,
        handle,
        "\"inputResponses\": {}, \"taskId\": \"%s\"".formatted(handle));
  }

  private static JsonNode get(RunningRouter router, String handle) {
    McpPost.Reply reply = task(router, RunningRouter.READER, "tasks/get", handle);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("result");
  }

  private static McpPost.Reply call(RunningRouter router) {
    return send(
        router, RunningRouter.READER, "tools/call", TOOL, "\"name\": \"%s\"".formatted(TOOL));
  }

  private static String begin(RunningRouter router) {
    McpPost.Reply reply = call(router);
    assertThat(reply.json().at("/result/resultType").asString()).as(reply.text()).isEqualTo("task");
    return reply.json().at("/result/taskId").asString();
  }

  private static void awaitStatus(RunningRouter router, String handle, String status) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(get(router, handle).path("status").asString()).isEqualTo(status));
  }

  @Test
  void aTaskOutlivesTheInstanceThatBeganItAndItsConnection() {
    String handle;
    try (RunningRouter gone = RunningRouter.start(CONNECTION)) {
      knows(gone, 120);
      handle = begin(gone);
      assertThat(get(other, handle).path("status").asString()).isEqualTo("working");
    }
    ToolCallRequested command = gongCaller.awaitCommand(TOOL);
    assertThat(get(other, handle).path("status").asString()).isEqualTo("working");

    gongCaller.complete(FakeGongCaller.answered(command, "{\"users\": [{\"id\": \"42\"}]}"));

    awaitStatus(other, handle, "completed");
    JsonNode task = get(other, handle);
    assertThat(task.path("resultType").asString()).isEqualTo("complete");
    assertThat(task.at("/result/structuredContent/users/0/id").asString()).isEqualTo("42");
    try (RunningRouter late = RunningRouter.start(CONNECTION)) {
      awaitStatus(late, handle, "completed");
    }
    assertThat(gongCaller.cancelledCalls()).doesNotContain(command.getCallId());
    assertThat(Duration.between(command.getRequestedAt(), command.getDeadline()))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aForeignTaskIsToNobodyElseAnyMoreThanOneThatNeverWas() {
    String handle = begin(one);
    ToolCallRequested command = gongCaller.awaitCommand(TOOL);

    for (String method : List.of("tasks/get", "tasks/update", "tasks/cancel")) {
      McpPost.Reply unknown = task(other, RunningRouter.READER, method, "unknown");
      McpPost.Reply foreign = task(other, RunningRouter.OTHER_READER, method, handle);
      McpPost.Reply call = task(one, RunningRouter.READER, method, command.getCallId());

      assertThat(unknown.json().at("/error/code").asInt()).isEqualTo(-32602);
      assertThat(foreign.json()).as(method).isEqualTo(unknown.json());
      assertThat(foreign.status()).isEqualTo(unknown.status());
      assertThat(call.json()).isEqualTo(unknown.json());
    }
    assertThat(gongCaller.cancelledCalls()).isEmpty();
    assertThat(get(one, handle).path("status").asString()).isEqualTo("working");
  }

  @Test
  void aTaskIsCancelledAtAnyInstanceAndTheCallLeavesTheQueue() {
    String handle = begin(one);
    ToolCallRequested command = gongCaller.awaitCommand(TOOL);

    McpPost.Reply cancelled = task(other, RunningRouter.READER, "tasks/cancel", handle);
    assertThat(cancelled.json().at("/result/resultType").asString()).isEqualTo("complete");
    gongCaller.awaitCancellation(command.getCallId());
    gongCaller.complete(
        FakeGongCaller.ended(command, Ending.CANCELLED).setDetail("Cancelled.").build());

    awaitStatus(one, handle, "cancelled");
    awaitStatus(other, handle, "cancelled");
    task(one, RunningRouter.READER, "tasks/cancel", handle);
    assertThat(Collections.frequency(gongCaller.cancelledCalls(), command.getCallId()))
        .isEqualTo(1);
  }

  @Test
  void onlyWhoTakesTasksGetsOneAndOnlyForALongWait() {
    gongCaller.answerAllWith("{\"users\": []}");
    McpPost.Reply without =
        McpPost.modern(one.url(), "tools/call", TOOL)
            .send(McpPost.request("tools/call", "\"name\": \"%s\"".formatted(TOOL)));
    assertThat(without.json().at("/result/resultType").asString()).isEqualTo("complete");
    assertThat(without.json().at("/result/isError").asBoolean(true)).isFalse();

    queue(0);
    McpPost.Reply quick = call(one);

    assertThat(quick.json().at("/result/resultType").asString())
        .as(quick.text())
        .isEqualTo("complete");
    assertThat(quick.json().at("/result/isError").asBoolean(true)).isFalse();
  }

  @Test
  void whatWouldBeTooLateForAnAnswerIsInTimeForATask() {
    queue(600);

    begin(one);

    ToolCallRequested command = gongCaller.awaitCommand(TOOL);
    assertThat(gongCaller.trailOf(command.getCallId()))
        .singleElement()
        .satisfies(event -> assertThat(event.getOutcome()).isEqualTo("admitted"));
  }

  @Test
  void anExpiredTaskIsGone() {
    queue(0);
    try (RunningRouter hasty =
        RunningRouter.start(
            CONNECTION, SOON, "gamelan.tasks.deadline=2s", "gamelan.tasks.lifetime=3s")) {
      knows(hasty, 0);
      String handle = begin(hasty);
      assertThat(get(other, handle).path("ttlMs").asInt()).isEqualTo(3000);

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          task(other, RunningRouter.READER, "tasks/get", handle)
                              .json()
                              .at("/error/code")
                              .asInt())
                      .isEqualTo(-32602));
    }
  }

  @Test
  void anAnswerThatMadeRoomInMemoryIsReadFromTheTopicAgain() {
    try (RunningRouter forgetful =
        RunningRouter.start(CONNECTION, "gamelan.dispatch.keep-bytes=1B")) {
      knows(forgetful, 120);
      String handle = begin(forgetful);
      gongCaller.complete(
          FakeGongCaller.answered(
              gongCaller.awaitCommand(TOOL), "{\"users\": [{\"id\": \"43\"}]}"));

      awaitStatus(forgetful, handle, "completed");
      assertThat(get(forgetful, handle).at("/result/structuredContent/users/0/id").asString())
          .isEqualTo("43");
    }
  }

  @Test
  void aTaskThatCannotBeMadeDurableIsNotBegun() {
    try (RunningRouter cutOff =
        RunningRouter.start(
            CONNECTION, "spring.cloud.stream.bindings.noted.destination=not a topic")) {
      knows(cutOff, 120);

      McpPost.Reply reply = call(cutOff);

      assertThat(reply.json().at("/result/_meta/dev.gamelan~1outcome").asString())
          .as(reply.text())
          .isEqualTo("not-published");
      assertThat(gongCaller.commands()).isEmpty();
    }
  }

  @Test
  void whoListensHearsOfTheEndOfItsOwnTasksAlone() {
    String handle = begin(one);
    ToolCallRequested command = gongCaller.awaitCommand(TOOL);
    gongCaller.complete(FakeGongCaller.answered(command, "{\"users\": [{\"id\": \"44\"}]}"));

    for (RunningRouter router : List.of(one, other)) {
      try (McpStream stream = listen(router, RunningRouter.READER, handle)) {
        JsonNode acknowledged = stream.next();
        assertThat(acknowledged.at("/params/notifications/taskIds/0").asString()).isEqualTo(handle);
        JsonNode notice = stream.next();
        assertThat(notice.path("method").asString()).isEqualTo("notifications/tasks");
        assertThat(notice.at("/params/taskId").asString()).isEqualTo(handle);
        assertThat(notice.at("/params/status").asString()).isEqualTo("completed");
        assertThat(notice.at("/params/result/structuredContent/users/0/id").asString())
            .isEqualTo("44");
      }
    }
    try (McpStream stream = listen(other, RunningRouter.OTHER_READER, handle)) {
      assertThat(stream.next().at("/params/notifications").has("taskIds")).isFalse();
    }
  }

  @Test
  void whoListensBeforeTheEndHearsOfItWhenItComes() {
    String handle = begin(one);
    ToolCallRequested command = gongCaller.awaitCommand(TOOL);
    try (McpStream stream = listen(other, RunningRouter.READER, handle)) {
      assertThat(stream.next().at("/params/notifications/taskIds/0").asString()).isEqualTo(handle);

      gongCaller.complete(FakeGongCaller.ended(command, Ending.CANCELLED).build());

      assertThat(stream.next().at("/params/status").asString()).isEqualTo("cancelled");
    }
  }

  @Test
  void whoDoesNotTakeTasksCannotListenForThem() {
    McpPost.Reply reply =
        McpPost.modern(one.url(), "subscriptions/listen", null)
            .send(
                McpPost.request(
                    "subscriptions/listen", "\"notifications\": {\"taskIds\": [\"a\"]}"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().at("/error/code").asInt()).isEqualTo(-32021);
  }

  private static McpStream listen(RunningRouter router, String token, String handle) {
    return McpStream.open(
        McpPost.modern(router.url(), "subscriptions/listen", null)
            .as(token)
            .post(
                declaring(
                    "subscriptions/listen",
                    "\"notifications\": {\"taskIds\": [\"%s\"]}".formatted(handle))));
  }
}
