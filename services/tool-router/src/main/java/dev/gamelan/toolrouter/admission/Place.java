package dev.gamelan.toolrouter.admission;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Where a call stands that was sent on, as well as can be told from outside its lane: by the order
 * of arrival, at the rate the lane was last seen to go. The lane is fair among callers, so a call
 * may come sooner than this, and another one of a busy caller later.
 */
public final class Place {
  private final String callId;
  private final Supplier<LaneOutlook> lane;
  private final Clock clock;
  private final Instant joinedAt;
  private Instant reckonedAt;
  private double ahead;

  Place(String callId, double ahead, Supplier<LaneOutlook> lane, Clock clock) {
    this.callId = callId;
    this.ahead = ahead;
    this.lane = lane;
    this.clock = clock;
    this.joinedAt = clock.instant();
    this.reckonedAt = joinedAt;
  }

  /** What can be told. */
  public sealed interface Standing {
    /**
     * It waits.
     *
     * @param position 1 for the next one
     * @param untilAnswer how long until Gong will have answered
     */
    record Queued(int position, Duration untilAnswer) implements Standing {}

    /** By what is known its turn should have come; gong-caller has not said so. */
    record Due() implements Standing {}

    /** Gong-caller says that the turn has come. */
    record Asking() implements Standing {}
  }

  public synchronized Standing look() {
    Instant now = clock.instant();
    LaneOutlook seen = lane.get();
    if (seen.isAsking(callId)) {
      return new Standing.Asking();
    }
    Duration standstill = seen.standstill(now);
    if (standstill.isZero()) {
      ahead -= seen.starts(reckonedAt, now);
    }
    reckonedAt = now;
    if (seen.saidAt().isAfter(joinedAt)) {
      ahead = Math.min(ahead, seen.queued(now) - 1);
    }
    if (ahead <= -1) {
      return new Standing.Due();
    }
    double before = Math.max(0, ahead);
    return new Standing.Queued(
        (int) Math.round(before) + 1,
        standstill.plus(seen.timeFor(before)).plus(seen.answerTime()));
  }
}
