package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.permit.Permit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a lane's next request may leave, and how fast the lane really goes. */
public final class LanePace {
  private final LaneTempo tempo = new LaneTempo();
  private final ArrivalWindow window;
  private long lastSendNanos;

  public LanePace(Duration longestWay, long now) {
    this.lastSendNanos = Moment.longBefore(now);
    this.window = new ArrivalWindow(longestWay);
  }

  /** How long the permit's request has to wait yet, in nanoseconds; not positive once it is due. */
  public long untilDue(Permit permit, long nanos) {
    long untilPermitted = permit.dueNanos() - nanos;
    long untilSpaced = lastSendNanos + permit.spacing().toNanos() - nanos;
    long untilRoom = window.wait(permit.spacing(), nanos);
    return Math.max(untilRoom, Math.max(untilPermitted, untilSpaced));
  }

  /**
   * @param operation null where its round trip does not compare with others
   */
  public void sent(Permit permit, @Nullable String operation, long nanos, boolean moreWait) {
    lastSendNanos = nanos;
    window.sent(permit.permitId(), operation, permit.spacing(), nanos);
    tempo.started(nanos, moreWait, permit.spacing());
  }

  /**
   * @param took null where it is no measure for other calls
   * @param status null where Gong did not answer; then the request may be under way yet
   */
  public void answered(
      Permit permit, long nanos, @Nullable Duration took, @Nullable Integer status) {
    if (took != null) {
      tempo.answered(nanos, took.toNanos());
    }
    if (status == null) {
      window.lost(permit.permitId());
    } else {
      window.answered(permit.permitId(), status, nanos);
    }
  }

  /** One request was over, and so many calls had their answer of it. */
  void served(int calls, long nanos) {
    tempo.served(calls, nanos);
  }

  /** A call had its answer, and there was no request. */
  void answeredFromMemory(long nanos) {
    tempo.answeredFromMemory(nanos);
  }

  double answersPerRequest(long nanos) {
    return tempo.answersPerRequest(nanos);
  }

  /** Whether it goes by answers alone because Gong said that there were too many. */
  boolean cautious(long nanos) {
    return window.cautious(nanos);
  }

  double startsPerSecond(long nanos) {
    return tempo.startsPerSecond(nanos);
  }

  Duration quickestAnswer(long nanos) {
    return tempo.quickestAnswer(nanos);
  }

  long answerMillis(long nanos) {
    return tempo.answerMillis(nanos);
  }
}
