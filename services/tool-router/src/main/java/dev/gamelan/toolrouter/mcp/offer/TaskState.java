package dev.gamelan.toolrouter.mcp.offer;

import java.time.Instant;
import java.util.Map;

/** How far a task is. */
public sealed interface TaskState {
  /**
   * @param message on how long it may take
   */
  record Working(String message) implements TaskState {}

  /**
   * It goes on when these have been answered.
   *
   * @param questions under names that are never used again for this task
   */
  record Asking(Map<String, Question> questions) implements TaskState {}

  /**
   * @param reply what the request would have been answered
   */
  record Ended(Reply reply, Instant at) implements TaskState {}

  record Cancelled(String message, Instant at) implements TaskState {}
}
