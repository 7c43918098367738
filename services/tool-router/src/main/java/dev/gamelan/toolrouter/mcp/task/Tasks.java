package dev.gamelan.toolrouter.mcp.task;

import dev.gamelan.schemas.TaskChange;
import dev.gamelan.schemas.TaskNoted;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.topics.FailureWithoutPayload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The tasks there are, whichever instance began them: on the topic first, then in memory, folded by
 * every instance. Bounded by age and number; each is small, for its answer is kept elsewhere.
 */
public final class Tasks {
  private static final Logger log = LoggerFactory.getLogger(Tasks.class);

  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<Task>> awaited = new ConcurrentHashMap<>();
  private final Consumer<TaskNoted> topic;
  private final TaskHandles handles;
  private final TaskProperties properties;
  private final Clock clock;

  /**
   * @param topic returns once the broker has the record
   */
  Tasks(Consumer<TaskNoted> topic, TaskHandles handles, TaskProperties properties, Clock clock) {
    this.topic = topic;
    this.handles = handles;
    this.properties = properties;
    this.clock = clock;
  }

  /** What became of the wish to begin a task. */
  public enum Beginning {
    BEGUN,
    TOO_MANY,
    NOT_PUBLISHED
  }

  /** Returns once the task is durable. */
  public Beginning begin(Task task) {
    if (full(task.caller())) {
      return Beginning.TOO_MANY;
    }
    try {
      topic.accept(noted(TaskChange.BEGUN, task));
    } catch (RuntimeException brokerAway) {
      log.warn("A task was not begun", FailureWithoutPayload.of(brokerAway));
      return Beginning.NOT_PUBLISHED;
    }
    keep(task);
    return Beginning.BEGUN;
  }

  /** There is nothing behind the task after all; no client has heard of it. */
  public void drop(String callId) {
    Task task = kept(callId);
    if (task == null) {
      return;
    }
    forget(callId);
    try {
      topic.accept(noted(TaskChange.DROPPED, task));
    } catch (RuntimeException brokerAway) {
      log.warn("A task is forgotten here alone", FailureWithoutPayload.of(brokerAway));
    }
  }

  /** What the client is given instead of an answer. */
  public Optional<Reply> reply(String callId, String message) {
    return Optional.ofNullable(kept(callId))
        .map(task -> new Reply.Later(task, handles.of(task), properties.poll(), message));
  }

  /** Anybody's task, for telling those who have shown its handle. */
  public Optional<Task> known(String callId) {
    return Optional.ofNullable(kept(callId));
  }

  public Duration poll() {
    return properties.poll();
  }

  /**
   * A caller's own task. Empty, and at once, for a handle that was never given to this caller. One
   * that was given by another instance is waited for, if this one has not heard of it yet.
   */
  public Mono<Optional<Task>> find(String handle, String caller) {
    return Mono.defer(
        () -> {
          String callId = handles.callId(handle, caller).orElse(null);
          if (callId == null) {
            return Mono.just(Optional.empty());
          }
          Task known = kept(callId);
          return known == null ? heardOf(callId) : Mono.just(Optional.of(known));
        });
  }

  private Mono<Optional<Task>> heardOf(String callId) {
    CompletableFuture<Task> hearing =
        awaited.computeIfAbsent(callId, id -> new CompletableFuture<>());
    Task now = kept(callId);
    if (now != null) {
      hearing.complete(now);
    }
    return Mono.fromFuture(hearing, true)
        .map(Optional::of)
        .timeout(properties.patience(), Mono.just(Optional.empty()))
        .doFinally(signal -> awaited.remove(callId, hearing));
  }

  void replay(TaskNoted noted) {
    switch (noted.getChange()) {
      case BEGUN -> keep(task(noted));
      case DROPPED -> forget(noted.getCallId());
      case UNKNOWN -> {
        // of a later version
      }
    }
  }

  private void keep(Task task) {
    synchronized (tasks) {
      forgetTheOld();
      if (!task.expiresAt().isAfter(clock.instant())) {
        return;
      }
      tasks.putIfAbsent(task.callId(), task);
    }
    CompletableFuture<Task> hearing = awaited.get(task.callId());
    if (hearing != null) {
      hearing.complete(task);
    }
  }

  private void forget(String callId) {
    synchronized (tasks) {
      tasks.remove(callId);
    }
  }

  private @Nullable Task kept(String callId) {
    synchronized (tasks) {
      Task task = tasks.get(callId);
      return task == null || !task.expiresAt().isAfter(clock.instant()) ? null : task;
    }
  }

  private boolean full(String caller) {
    synchronized (tasks) {
      forgetTheOld();
      return tasks.size() >= properties.kept()
          || tasks.values().stream().filter(task -> task.caller().equals(caller)).count()
              >= properties.keptPerCaller();
    }
  }

  private void forgetTheOld() {
    Instant now = clock.instant();
    tasks.values().removeIf(task -> !task.expiresAt().isAfter(now));
  }

  private static TaskNoted noted(TaskChange change, Task task) {
    return new TaskNoted(
        change,
        task.callId(),
        task.caller(),
        task.connection(),
        task.tool(),
        task.begunAt(),
        task.expectedAt(),
        task.deadline(),
        task.expiresAt());
  }

  private static Task task(TaskNoted noted) {
    return new Task(
        noted.getCallId(),
        noted.getCaller(),
        noted.getConnection(),
        noted.getTool(),
        noted.getBegunAt(),
        noted.getExpectedAt(),
        noted.getDeadline(),
        noted.getExpiresAt());
  }
}
