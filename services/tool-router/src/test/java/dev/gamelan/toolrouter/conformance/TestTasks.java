package dev.gamelan.toolrouter.conformance;

import dev.gamelan.toolrouter.mcp.offer.Asked;
import dev.gamelan.toolrouter.mcp.offer.ClientAnswer;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Inquiry;
import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.toolrouter.mcp.offer.TaskState;
import dev.gamelan.toolrouter.mcp.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Work that takes as long as the suite wants; all instances in this JVM know of it. */
final class TestTasks {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Map<String, Work> WORK = new ConcurrentHashMap<>();

  private final Tasks tasks;

  TestTasks(Tasks tasks) {
    this.tasks = tasks;
  }

  /** Ends by itself, once everything has been answered. */
  private static final class Work {
    private final Map<String, Question> open;
    private final Instant endsAt;
    private final Reply reply;
    private @Nullable Instant cancelledAt;

    Work(Map<String, Question> open, Instant endsAt, Reply reply) {
      this.open = new LinkedHashMap<>(open);
      this.endsAt = endsAt;
      this.reply = reply;
    }

    synchronized TaskState state() {
      if (cancelledAt != null) {
        return new TaskState.Cancelled("Cancelled.", cancelledAt);
      }
      if (!open.isEmpty()) {
        return new TaskState.Asking(Map.copyOf(open));
      }
      return Instant.now().isBefore(endsAt)
          ? new TaskState.Working("Working.")
          : new TaskState.Ended(reply, endsAt);
    }

    synchronized void answer(ObjectNode answers) {
      open.keySet().removeIf(answers::has);
    }

    synchronized void cancel() {
      if (!(state() instanceof TaskState.Ended)) {
        cancelledAt = Instant.now();
      }
    }
  }

  Mono<Reply> slowCompute(JsonNode arguments, Conversation conversation) {
    long seconds = arguments.path("seconds").asLong(0);
    Reply reply = Reply.Tool.text("Computed for %d s.".formatted(seconds));
    return conversation.takesTasks() && seconds > 0
        ? begin(conversation, Map.of(), Duration.ofSeconds(seconds), reply)
        : Mono.delay(Duration.ofSeconds(seconds)).thenReturn(reply);
  }

  Mono<Reply> failingJob(JsonNode arguments, Conversation conversation) {
    return begin(conversation, Map.of(), SOON, Reply.Tool.error("This job always fails."));
  }

  Mono<Reply> protocolErrorJob(JsonNode arguments, Conversation conversation) {
    return begin(
        conversation,
        Map.of(),
        SOON,
        new Reply.Failed("This job breaks down.", JsonNodeFactory.instance.objectNode()));
  }

  Mono<Reply> confirmDelete(JsonNode arguments, Conversation conversation) {
    return begin(
        conversation,
        Map.of("confirm", TestForms.oneField("Delete it?", "confirm", "boolean")),
        Duration.ZERO,
        Reply.Tool.text("Deleted."));
  }

  Mono<Reply> multiInput(JsonNode arguments, Conversation conversation) {
    return begin(
        conversation,
        Map.of(
            "first", TestForms.oneField("First name?", "name", "string"),
            "second", TestForms.oneField("Second name?", "name", "string")),
        Duration.ZERO,
        Reply.Tool.text("Thank you."));
  }

  Mono<Reply> askThenBegin(JsonNode arguments, Conversation conversation) {
    return conversation
        .ask(
            Inquiry.of(
                "user_name",
                TestForms.oneField("What is your name?", "name", "string"),
                Inquiry.Assurance.ONCE))
        .flatMap(
            asked ->
                switch (asked) {
                  case Asked.Instead(var reply) -> Mono.just(reply);
                  case Asked.Answered(var answers) ->
                      begin(conversation, Map.of(), SOON, Reply.Tool.text(hello(answers)));
                });
  }

  private static String hello(Map<String, ClientAnswer> answers) {
    return answers.get("user_name") instanceof ClientAnswer.Accepted(var content)
        ? "Hello, %s!".formatted(content.path("name").asString())
        : "Hello, whoever you are!";
  }

  private Mono<Reply> begin(
      Conversation conversation, Map<String, Question> questions, Duration takes, Reply reply) {
    if (!conversation.takesTasks()) {
      return Mono.just(new Reply.NeedsTasks());
    }
    return Mono.fromSupplier(
        () -> {
          String id = UUID.randomUUID().toString();
          Instant now = Instant.now();
          Instant endsAt = now.plus(takes);
          WORK.put(id, new Work(questions, endsAt, reply));
          Tasks.Beginning beginning =
              tasks.begin(
                  new Task(
                      id,
                      conversation.caller().name(),
                      "default",
                      "test",
                      now,
                      endsAt,
                      endsAt,
                      now.plus(Duration.ofMinutes(10))));
          return tasks
              .reply(id, "Working.")
              .orElseThrow(() -> new IllegalStateException(beginning.name()));
        });
  }

  static TaskState state(Task task) {
    return work(task).state();
  }

  static void answer(Task task, ObjectNode answers) {
    work(task).answer(answers);
  }

  static void cancel(Task task) {
    work(task).cancel();
  }

  private static Work work(Task task) {
    Work work = WORK.get(task.callId());
    if (work == null) {
      throw new IllegalStateException("There is nothing behind this task");
    }
    return work;
  }
}
