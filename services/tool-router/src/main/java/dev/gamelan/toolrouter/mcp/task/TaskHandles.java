package dev.gamelan.toolrouter.mcp.task;

import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.toolrouter.mcp.session.Seals;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What clients know tasks by. A handle is sealed: an instance tells by itself whether it was given
 * to this caller and is still good, and a foreign one is refused as one that never was.
 */
@Component
final class TaskHandles {
  private static final int LONGEST = 2048;

  private final Seals seals;
  private final Clock clock;

  TaskHandles(Seals seals, Clock clock) {
    this.seals = seals;
    this.clock = clock;
  }

  String of(Task task) {
    return seals.seal(
        Seals.Purpose.TASK,
        "%s %d %s".formatted(task.callId(), task.expiresAt().toEpochMilli(), task.caller()));
  }

  /**
   * The id of the call behind a task; empty where this caller has no such task, or not any more.
   */
  Optional<String> callId(String handle, String caller) {
    if (handle.length() > LONGEST) {
      return Optional.empty();
    }
    return seals
        .open(Seals.Purpose.TASK, handle)
        .map(content -> content.split(" ", 3))
        .filter(parts -> parts[2].equals(caller))
        .filter(parts -> Instant.ofEpochMilli(Long.parseLong(parts[1])).isAfter(clock.instant()))
        .map(parts -> parts[0]);
  }
}
