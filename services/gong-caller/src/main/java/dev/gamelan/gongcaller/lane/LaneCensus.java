package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.sharing.Question;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.WaitingCaller;
import dev.gamelan.schemas.WaitingClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts who waits in a lane, for those who look at it. */
final class LaneCensus {
  private static final int BUSIEST = 20;

  private LaneCensus() {}

  private record Name(String caller, CallClass callClass) {}

  private record Count(int calls, Instant oldest) {
    static Count of(QueuedCall call) {
      return new Count(1, call.arrivedAt());
    }

    Count plus(Count other) {
      return new Count(calls + other.calls, oldest.isBefore(other.oldest) ? oldest : other.oldest);
    }
  }

  /** How many requests to Gong they come to, as they share them. */
  static int requests(Collection<QueuedCall> waiting) {
    List<Question> questions = new ArrayList<>();
    int alone = 0;
    for (QueuedCall call : waiting) {
      Question question = call.question();
      if (question == null) {
        alone++;
      } else {
        questions.add(question);
      }
    }
    return alone + Question.requests(questions);
  }

  static List<WaitingClass> byClass(Collection<QueuedCall> waiting) {
    Map<CallClass, Count> counts = new TreeMap<>();
    waiting.forEach(call -> counts.merge(call.callClass(), Count.of(call), Count::plus));
    return counts.entrySet().stream()
        .map(
            one ->
                WaitingClass.newBuilder()
                    .setCallClass(one.getKey())
                    .setCalls(one.getValue().calls())
                    .setOldest(one.getValue().oldest())
                    .build())
        .toList();
  }

  static List<WaitingCaller> byCaller(Collection<QueuedCall> waiting) {
    Map<Name, Count> counts = new HashMap<>();
    waiting.forEach(
        call ->
            counts.merge(
                new Name(call.request().getCaller(), call.callClass()),
                Count.of(call),
                Count::plus));
    return counts.entrySet().stream()
        .map(
            one ->
                WaitingCaller.newBuilder()
                    .setCaller(one.getKey().caller())
                    .setCallClass(one.getKey().callClass())
                    .setCalls(one.getValue().calls())
                    .setOldest(one.getValue().oldest())
                    .build())
        .sorted(
            Comparator.comparingInt(WaitingCaller::getCalls)
                .reversed()
                .thenComparing(WaitingCaller::getOldest))
        .limit(BUSIEST)
        .toList();
  }
}
