package dev.gamelan.gongcaller.lane;

import dev.gamelan.schemas.CallClass;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The order of calls on one connection: repeated ones first, then by class, within a class one call
 * of each caller in turn. It knows nothing of threads; its lane guards it.
 */
final class LaneQueue {
  /** Every so many turns the least urgent class goes first, so that it never starves. */
  private static final int TURNS_TO_THE_LEAST_URGENT = 10;

  private final TreeSet<QueuedCall> repeated =
      new TreeSet<>(Comparator.comparingLong(QueuedCall::offset));
  private final Map<CallClass, LinkedHashMap<String, Deque<QueuedCall>>> waiting =
      new EnumMap<>(CallClass.class);
  private int size;
  private int turns;

  LaneQueue() {
    List.of(CallClass.CONTROL, CallClass.INTERACTIVE, CallClass.BACKGROUND)
        .forEach(callClass -> waiting.put(callClass, new LinkedHashMap<>()));
  }

  void add(QueuedCall call) {
    queueOf(call)
        .computeIfAbsent(call.request().getCaller(), caller -> new ArrayDeque<>())
        .addLast(call);
    size++;
  }

  /** Back to the head: it keeps the position it had. */
  void again(QueuedCall call) {
    repeated.add(call);
    size++;
  }

  private LinkedHashMap<String, Deque<QueuedCall>> queueOf(QueuedCall call) {
    CallClass known =
        waiting.containsKey(call.request().getCallClass())
            ? call.request().getCallClass()
            : CallClass.BACKGROUND;
    return Objects.requireNonNull(waiting.get(known));
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The first trial of credentials, left in its place: it may go where others wait. */
  Optional<QueuedCall> peekTrial(Instant now) {
    return all().filter(call -> call.isTrial() && call.readyAt(now)).findFirst();
  }

  Optional<QueuedCall> nextTrial(Instant now) {
    Optional<QueuedCall> trial = peekTrial(now);
    trial.ifPresent(found -> take(call -> call == found));
    return trial;
  }

  private Stream<QueuedCall> all() {
    return Stream.concat(
        repeated.stream(),
        waiting.values().stream().flatMap(queue -> queue.values().stream()).flatMap(Deque::stream));
  }

  /** What would be next, left in its place; for the question to quota. */
  Optional<QueuedCall> peek(Instant now) {
    return repeated.stream()
        .filter(call -> call.readyAt(now))
        .findFirst()
        .or(
            () ->
                waiting.values().stream()
                    .filter(queue -> !queue.isEmpty())
                    .findFirst()
                    .map(queue -> queue.firstEntry().getValue().getFirst()));
  }

  Optional<QueuedCall> next(Instant now) {
    Optional<QueuedCall> again = repeated.stream().filter(call -> call.readyAt(now)).findFirst();
    if (again.isPresent()) {
      repeated.remove(again.get());
      size--;
      return again;
    }
    turns++;
    var queues = waiting.values().stream().filter(queue -> !queue.isEmpty()).toList();
    if (queues.isEmpty()) {
      return Optional.empty();
    }
    var queue = turns % TURNS_TO_THE_LEAST_URGENT == 0 ? queues.getLast() : queues.getFirst();
    var turn = queue.pollFirstEntry();
    QueuedCall call = turn.getValue().removeFirst();
    if (!turn.getValue().isEmpty()) {
      queue.putLast(turn.getKey(), turn.getValue());
    }
    size--;
    return Optional.of(call);
  }

  /** When the first repeated call may go; null where none waits for its time. */
  @Nullable Instant nextReady() {
    return repeated.stream().map(QueuedCall::notBefore).min(Comparator.naturalOrder()).orElse(null);
  }

  /** Removes every call whose deadline is not after the given moment. */
  List<QueuedCall> takeDueBy(Instant moment) {
    return take(call -> !call.request().getDeadline().isAfter(moment));
  }

  /** Removes the call, if it waits here and is that caller's. */
  Optional<QueuedCall> take(String callId, String caller) {
    return take(
            call ->
                call.request().getCallId().equals(callId)
                    && call.request().getCaller().equals(caller))
        .stream()
        .findFirst();
  }

  /** Removes all that could be sent under no circumstances now. */
  List<QueuedCall> takeAll(boolean trialsToo) {
    return take(call -> trialsToo || !call.isTrial());
  }

  private List<QueuedCall> take(Predicate<QueuedCall> wanted) {
    List<QueuedCall> taken = new ArrayList<>();
    Predicate<QueuedCall> taking = call -> wanted.test(call) && taken.add(call);
    repeated.removeIf(taking);
    for (var queue : waiting.values()) {
      queue.values().forEach(calls -> calls.removeIf(taking));
      queue.values().removeIf(Deque::isEmpty);
    }
    size -= taken.size();
    return taken;
  }
}
