package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.permit.Permit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a lane's next request may leave, and how fast the lane really goes. */
final class LanePace {
  private final LaneTempo tempo = new LaneTempo();
  private final ArrivalWindow window;
  private long lastSendNanos = Moment.longAgo();

  LanePace(Duration longestWay) {
    this.window = new ArrivalWindow(longestWay);
  }

  /** How long the permit's request has to wait yet, in nanoseconds; not positive once it is due. */
  long untilDue(Permit permit, long nanos) {
    long untilPermitted = permit.dueNanos() - nanos;
    long untilSpaced = lastSendNanos + permit.spacing().toNanos() - nanos;
    long untilRoom = window.wait(permit.spacing(), nanos);
    return Math.max(untilRoom, Math.max(untilPermitted, untilSpaced));
  }

  void sent(Permit permit, long nanos, boolean moreWait) {
    lastSendNanos = nanos;
    window.sent(permit.permitId(), nanos);
    tempo.started(nanos, moreWait, permit.spacing());
  }

  /**
   * @param took null where it is no measure for other calls
   * @param arrived Gong certainly has it; what got no answer may be under way yet
   */
  void answered(Permit permit, long nanos, @Nullable Duration took, boolean arrived) {
    if (took != null) {
      tempo.answered(nanos, took.toNanos());
    }
    if (arrived) {
      window.answered(permit.permitId(), nanos);
    }
  }

  double startsPerSecond(long nanos) {
    return tempo.startsPerSecond(nanos);
  }

  long answerMillis(long nanos) {
    return tempo.answerMillis(nanos);
  }
}
