package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.dispatch.Dispatcher;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.toolrouter.mcp.offer.TaskState;
import dev.gamelan.toolrouter.mcp.task.TaskProperties;
import dev.gamelan.toolrouter.mcp.task.Tasks;
import dev.gamelan.toolrouter.toolcall.Later;
import dev.gamelan.toolrouter.toolcall.Outcome;
import dev.gamelan.toolrouter.toolcall.PastCalls;
import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tasks that stand for calls to Gong. No instance attends to one: the call waits in its queue, and
 * its ending on the topic of completed calls tells how the task ended.
 */
@Component
final class GongTasks {
  private final Tasks tasks;
  private final TaskProperties properties;
  private final ToolCalls calls;
  private final PastCalls past;
  private final Dispatcher dispatcher;
  private final Clock clock;

  GongTasks(
      Tasks tasks,
      TaskProperties properties,
      ToolCalls calls,
      PastCalls past,
      Dispatcher dispatcher,
      Clock clock) {
    this.tasks = tasks;
    this.properties = properties;
    this.calls = calls;
    this.past = past;
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  /** How a call may become a task; empty where the client takes none. */
  Optional<Later> later(ToolCall call, Conversation conversation) {
    return conversation.takesTasks()
        ? Optional.of(
            new Later(calls.later(call, properties.deadline()), properties.after(), this::note))
        : Optional.empty();
  }

  private Mono<Later.Noted> note(ToolCall call, Instant expectedAt) {
    return Mono.fromSupplier(
        () ->
            switch (tasks.begin(task(call, expectedAt))) {
              case BEGUN -> Later.Noted.NOTED;
              case TOO_MANY -> Later.Noted.TOO_MANY;
              case NOT_PUBLISHED -> Later.Noted.NOT_PUBLISHED;
            });
  }

  private Task task(ToolCall call, Instant expectedAt) {
    return new Task(
        call.callId(),
        call.caller().name(),
        call.connection(),
        call.tool(),
        call.requestedAt(),
        expectedAt,
        call.deadline(),
        call.requestedAt().plus(properties.lifetime()));
  }

  /** The task in the place of an answer, if this answer says that the call is under way. */
  Optional<Reply> begun(ToolCallAnswer answer) {
    if (answer.outcome() == Outcome.PENDING) {
      return tasks.reply(answer.callId(), "The call waits for its turn at Gong.");
    }
    tasks.drop(answer.callId());
    return Optional.empty();
  }

  TaskState state(Task task, Caller owner, Function<ToolCallAnswer, Reply> reply) {
    return past.ending(task.callId(), owner)
        .map(ending -> ended(ending, reply))
        .orElseGet(() -> new TaskState.Working(message(task)));
  }

  private static TaskState ended(PastCalls.Ending ending, Function<ToolCallAnswer, Reply> reply) {
    return ending.answer() instanceof ToolCallAnswer.NotAnswered none
            && none.outcome() == Outcome.CANCELLED
        ? new TaskState.Cancelled(none.sentence(), ending.at())
        : new TaskState.Ended(reply.apply(ending.answer()), ending.at());
  }

  private String message(Task task) {
    Instant now = clock.instant();
    if (now.isAfter(task.deadline())) {
      return "The call's time is over, and how it ended has not been told yet.";
    }
    return now.isAfter(task.expectedAt())
        ? "The call waits for its turn at Gong, longer than was expected; it is given up at %s."
            .formatted(task.deadline().truncatedTo(ChronoUnit.SECONDS))
        : "The call waits for its turn at Gong; its answer is expected at about %s."
            .formatted(task.expectedAt().truncatedTo(ChronoUnit.SECONDS));
  }

  void cancel(Task task) {
    if (!past.hasEnded(task.callId(), task.caller())) {
      dispatcher.cancel(task.callId(), task.connection(), task.caller());
    }
  }
}
