package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.toolrouter.mcp.offer.TaskState;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes tasks as the extension wants them. */
final class TaskWriter {
  private TaskWriter() {}

  /** A new task, as it stands in the place of an answer. */
  static ObjectNode begun(Reply.Later later) {
    return written(later.handle(), later.task(), later.poll(), "working", later.task().begunAt())
        .put("statusMessage", later.message());
  }

  /** A task with all there is to know of it. */
  static ObjectNode detailed(String handle, Task task, Duration poll, TaskState state) {
    return switch (state) {
      case TaskState.Working(var message) ->
          written(handle, task, poll, "working", task.begunAt()).put("statusMessage", message);
      case TaskState.Asking(var questions) ->
          written(handle, task, poll, "input_required", task.begunAt())
              .set("inputRequests", Replies.requests(questions));
      case TaskState.Cancelled(var message, var at) ->
          written(handle, task, poll, "cancelled", at).put("statusMessage", message);
      case TaskState.Ended(var reply, var at) ->
          switch (Replies.outcome(Era.MODERN, true, reply)) {
            case McpOutcome.Result result ->
                written(handle, task, poll, "completed", at).set("result", result.result());
            case McpError error ->
                written(handle, task, poll, "failed", at)
                    .put("statusMessage", error.message())
                    .set("error", error.json());
          };
    };
  }

  private static ObjectNode written(
      String handle, Task task, Duration poll, String status, Instant updatedAt) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("taskId", handle)
        .put("status", status)
        .put("createdAt", task.begunAt().toString())
        .put("lastUpdatedAt", updatedAt.toString())
        .put("ttlMs", Duration.between(task.begunAt(), task.expiresAt()).toMillis())
        .put("pollIntervalMs", poll.toMillis());
  }
}
