package dev.gamelan.toolrouter.admission;

import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.WaitingCaller;
import dev.gamelan.schemas.WaitingClass;
import java.util.HashMap;
import java.util.Map;

/**
 * A call that comes now, and how many of those that wait go before it, as a lane takes them: more
 * urgent classes first, within a class its callers in turn, each caller's own in their order. So
 * what one caller has piled up holds up that one, and hardly anybody else.
 */
record Newcomer(String caller, CallClass callClass) {
  /** Less urgent calls go first that often, so that they never starve. */
  private static final double LESS_URGENT = 1.0 / 9;

  /**
   * @param since calls that the lane cannot have counted, by caller; taken to be of this class
   */
  double callsBefore(LaneState lane, Map<String, Integer> since) {
    Map<String, Integer> alike = new HashMap<>(since);
    int listed = 0;
    for (WaitingCaller waiting : lane.getCallers()) {
      if (waiting.getCallClass() == callClass) {
        alike.merge(waiting.getCaller(), waiting.getCalls(), Integer::sum);
        listed += waiting.getCalls();
      }
    }
    int moreUrgent = 0;
    int lessUrgent = 0;
    int told = 0;
    for (WaitingClass waiting : lane.getClasses()) {
      told += waiting.getCalls();
      int compared = waiting.getCallClass().compareTo(callClass);
      moreUrgent += compared < 0 ? waiting.getCalls() : 0;
      lessUrgent += compared > 0 ? waiting.getCalls() : 0;
    }
    // Where a lane does not tell who waits, and of callers it does not name, all may go before.
    int unnamed = Math.max(0, Math.max(told, lane.getQueued()) - moreUrgent - lessUrgent - listed);
    int own = alike.getOrDefault(caller, 0);
    alike.remove(caller);
    int inTurn = alike.values().stream().mapToInt(calls -> Math.min(calls, own + 1)).sum();
    double before = moreUrgent + unnamed + own + inTurn;
    return before + Math.min(lessUrgent, before * LESS_URGENT);
  }
}
