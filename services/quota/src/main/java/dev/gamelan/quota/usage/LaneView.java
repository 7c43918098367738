package dev.gamelan.quota.usage;

import dev.gamelan.schemas.LaneState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a connection's lane last told of itself. */
record LaneView(
    int queued,
    int inFlight,
    double startsPerSecond,
    long answerMillis,
    double answersPerRequest,
    @Nullable String held,
    List<Waiting> classes,
    List<Waiting> callers,
    Instant at) {

  /**
   * What waits of a class or of a caller.
   *
   * @param since when the one waits that has waited longest
   */
  record Waiting(@Nullable String caller, String callClass, int calls, Instant since) {}

  static @Nullable LaneView of(@Nullable LaneState lane) {
    return lane == null
        ? null
        : new LaneView(
            lane.getQueued(),
            lane.getInFlight(),
            lane.getStartsPerSecond(),
            lane.getAnswerMillis(),
            lane.getAnswersPerRequest(),
            lane.getHeld(),
            lane.getClasses().stream()
                .map(
                    waiting ->
                        new Waiting(
                            null,
                            waiting.getCallClass().name(),
                            waiting.getCalls(),
                            waiting.getOldest()))
                .toList(),
            lane.getCallers().stream()
                .map(
                    waiting ->
                        new Waiting(
                            waiting.getCaller(),
                            waiting.getCallClass().name(),
                            waiting.getCalls(),
                            waiting.getOldest()))
                .toList(),
            lane.getAt());
  }
}
