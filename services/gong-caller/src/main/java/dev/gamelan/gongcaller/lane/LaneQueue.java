package dev.gamelan.gongcaller.lane;

import dev.gamelan.schemas.CallClass;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The order of calls on one connection: by class, within a class by its callers' turns. A call that
 * is repeated waits for its moment, and then has the place it had. It knows nothing of threads; its
 * lane guards it.
 */
final class LaneQueue {
  /** Every so many turns the least urgent class goes first, so that it never starves. */
  private static final int TURNS_TO_THE_LEAST_URGENT = 10;

  private static final List<CallClass> MOST_URGENT_FIRST =
      List.of(CallClass.CONTROL, CallClass.INTERACTIVE, CallClass.BACKGROUND);

  private final Map<CallClass, CallerTurns> classes = new EnumMap<>(CallClass.class);
  private final Map<Name, TreeSet<QueuedCall>> byName = new HashMap<>();
  private final Map<String, TreeSet<QueuedCall>> byKind = new HashMap<>();
  private final Map<String, Integer> byCaller = new HashMap<>();
  private final TreeSet<QueuedCall> byDeadline =
      inOrderOf(Comparator.comparing(call -> call.request().getDeadline()));
  private final TreeSet<QueuedCall> resting =
      inOrderOf(Comparator.comparingLong(QueuedCall::readyNanos));
  private final TreeSet<QueuedCall> trials = inOrderOf(Comparator.comparing(QueuedCall::isTrial));
  private int turns;

  LaneQueue() {
    MOST_URGENT_FIRST.forEach(callClass -> classes.put(callClass, new CallerTurns()));
  }

  private record Name(String callId, String caller) {
    static Name of(QueuedCall call) {
      return new Name(call.request().getCallId(), call.request().getCaller());
    }
  }

  private static TreeSet<QueuedCall> inOrderOf(Comparator<QueuedCall> what) {
    return new TreeSet<>(what.thenComparingLong(QueuedCall::offset));
  }

  void add(QueuedCall call) {
    enter(call);
    classOf(call).add(call);
  }

  /** From its moment on it has the position it had. */
  void again(QueuedCall call) {
    enter(call);
    resting.add(call);
  }

  private void enter(QueuedCall call) {
    byDeadline.add(call);
    byName.computeIfAbsent(Name.of(call), name -> inOrderOf((_, _) -> 0)).add(call);
    byCaller.merge(call.request().getCaller(), 1, Integer::sum);
    if (call.isTrial()) {
      trials.add(call);
    }
    if (call.question() != null) {
      byKind
          .computeIfAbsent(
              call.question().kind(),
              kind -> inOrderOf(Comparator.comparing(QueuedCall::callClass)))
          .add(call);
    }
  }

  private CallerTurns classOf(QueuedCall call) {
    return Objects.requireNonNull(classes.get(call.callClass()));
  }

  int size() {
    return byDeadline.size();
  }

  boolean isEmpty() {
    return byDeadline.isEmpty();
  }

  /** All that wait, in no order that matters. */
  Collection<QueuedCall> all() {
    return Collections.unmodifiableCollection(byDeadline);
  }

  int waitingOf(String caller) {
    return byCaller.getOrDefault(caller, 0);
  }

  /** The first trial of credentials, left in its place: it may go where others wait. */
  Optional<QueuedCall> peekTrial(long nanos) {
    return trials.stream().filter(call -> call.readyAt(nanos)).findFirst();
  }

  Optional<QueuedCall> nextTrial(long nanos) {
    Optional<QueuedCall> trial = peekTrial(nanos);
    trial.ifPresent(this::remove);
    return trial;
  }

  /** Those that may share a request with the call, the most urgent and oldest first. */
  List<QueuedCall> like(QueuedCall call, long nanos) {
    if (call.question() == null) {
      return List.of();
    }
    return byKind.getOrDefault(call.question().kind(), new TreeSet<>()).stream()
        .filter(other -> other.company() == call.company() && other.readyAt(nanos))
        .toList();
  }

  /** Removes a call whose turn did not come, because another's serves it. */
  void takeAlong(QueuedCall call) {
    remove(call);
  }

  /** What would be next among what may go, left in its place; for the question to quota. */
  Optional<QueuedCall> peek(long nanos, Predicate<QueuedCall> may) {
    wake(nanos);
    boolean leastUrgentFirst = (turns + 1) % TURNS_TO_THE_LEAST_URGENT == 0;
    return (leastUrgentFirst ? MOST_URGENT_FIRST.reversed() : MOST_URGENT_FIRST)
        .stream()
            .map(classes::get)
            .map(Objects::requireNonNull)
            .flatMap(waiting -> waiting.head(may).stream())
            .findFirst();
  }

  Optional<QueuedCall> next(long nanos, Predicate<QueuedCall> may) {
    Optional<QueuedCall> next = peek(nanos, may);
    turns++;
    next.ifPresent(
        call -> {
          classOf(call).takeTurn(call);
          remove(call);
        });
    return next;
  }

  /**
   * A call that failed for the first time has its caller's turn back; one that goes on failing has
   * only its place among its caller's calls, for others wait as well.
   */
  private void wake(long nanos) {
    while (!resting.isEmpty() && resting.getFirst().readyAt(nanos)) {
      QueuedCall call = resting.removeFirst();
      if (call.tries() <= 1) {
        classOf(call).giveBack(call);
      } else {
        classOf(call).add(call);
      }
    }
  }

  /** When the first repeated call may go; empty where none waits for its time. */
  OptionalLong nextReady() {
    return resting.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(resting.getFirst().readyNanos());
  }

  /** Removes every such call whose deadline is not after the given moment. */
  List<QueuedCall> takeDueBy(Instant moment, Predicate<QueuedCall> wanted) {
    return take(
        byDeadline.stream()
            .takeWhile(call -> !call.request().getDeadline().isAfter(moment))
            .filter(wanted)
            .toList());
  }

  /** Removes the call, if it waits here and is that caller's. */
  Optional<QueuedCall> take(String callId, String caller) {
    TreeSet<QueuedCall> named = byName.get(new Name(callId, caller));
    Optional<QueuedCall> taken = named == null ? Optional.empty() : named.stream().findFirst();
    taken.ifPresent(this::remove);
    return taken;
  }

  /** Removes all that could be sent under no circumstances now. */
  List<QueuedCall> takeAll(boolean trialsToo) {
    return take(byDeadline.stream().filter(call -> trialsToo || !call.isTrial()).toList());
  }

  private List<QueuedCall> take(List<QueuedCall> calls) {
    calls.forEach(this::remove);
    return calls;
  }

  private void remove(QueuedCall call) {
    byDeadline.remove(call);
    resting.remove(call);
    trials.remove(call);
    classOf(call).remove(call);
    byName.computeIfPresent(
        Name.of(call),
        (name, named) -> {
          named.remove(call);
          return named.isEmpty() ? null : named;
        });
    if (call.question() != null) {
      byKind.computeIfPresent(
          call.question().kind(),
          (kind, alike) -> {
            alike.remove(call);
            return alike.isEmpty() ? null : alike;
          });
    }
    byCaller.computeIfPresent(
        call.request().getCaller(), (caller, count) -> count == 1 ? null : count - 1);
  }
}
