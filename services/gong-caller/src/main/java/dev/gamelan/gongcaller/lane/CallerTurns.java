package dev.gamelan.gongcaller.lane;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Whose turn it is in one class: callers go round, and whoever asks for more at a time saves up for
 * it over several rounds. Each caller's own calls keep the order they arrived in.
 */
final class CallerTurns {
  /** What each round gives a caller: an ordinary request. */
  private static final int EACH_ROUND = 1;

  private final LinkedHashMap<String, Waiting> ring = new LinkedHashMap<>();

  private static final class Waiting {
    private final TreeSet<QueuedCall> calls =
        new TreeSet<>(Comparator.comparingLong(QueuedCall::offset));
    private int credit;
  }

  void add(QueuedCall call) {
    waitingOf(call).calls.add(call);
  }

  /** Gives the turn back that the call took, if it did: it is the next one again. */
  void giveBack(QueuedCall call) {
    Waiting waiting = waitingOf(call);
    waiting.calls.add(call);
    if (!call.tookTurn()) {
      return;
    }
    call.tookTurn(false);
    waiting.credit += call.cost();
    ring.putFirst(call.request().getCaller(), waiting);
  }

  private Waiting waitingOf(QueuedCall call) {
    return ring.computeIfAbsent(call.request().getCaller(), caller -> new Waiting());
  }

  /** Whose turn it is, left in its place; asked again, the answer is the same. */
  Optional<QueuedCall> head(Predicate<QueuedCall> may) {
    for (int without = 0; without < ring.size(); ) {
      var turn = ring.firstEntry();
      Waiting waiting = turn.getValue();
      Optional<QueuedCall> first = waiting.calls.stream().filter(may).findFirst();
      if (first.isPresent()) {
        int cost = first.get().cost();
        waiting.credit += waiting.credit < cost ? EACH_ROUND : 0;
        if (waiting.credit >= cost) {
          return first;
        }
        without = 0;
      } else {
        without++;
      }
      ring.putLast(turn.getKey(), waiting);
    }
    return Optional.empty();
  }

  /** The call takes the turn that {@link #head} gave it. */
  void takeTurn(QueuedCall call) {
    String caller = call.request().getCaller();
    Waiting waiting = waitingOf(call);
    call.tookTurn(true);
    waiting.credit -= call.cost();
    ring.putLast(caller, waiting);
    remove(call);
  }

  /** Without any turn taken. */
  void remove(QueuedCall call) {
    String caller = call.request().getCaller();
    Waiting waiting = ring.get(caller);
    if (waiting != null && waiting.calls.remove(call) && waiting.calls.isEmpty()) {
      ring.remove(caller);
    }
  }
}
