package dev.gamelan.toolrouter.admission;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a lane goes on, reckoned from what gong-caller and quota last said of it. */
record LaneOutlook(
    @Nullable LaneState lane, @Nullable QuotaState quota, AdmissionProperties properties) {

  /** When the lane last spoke of itself. */
  Instant saidAt() {
    return lane == null ? Instant.MIN : lane.getAt();
  }

  /** How many requests wait in the lane: those it told of, less those it has started since. */
  double queued(Instant now) {
    return lane == null ? 0 : Math.max(0, requests(lane) - starts(lane.getAt(), now));
  }

  /** How many requests to Gong go before a call that comes now. */
  double before(Newcomer newcomer, Map<String, Integer> since, Instant now) {
    if (lane == null) {
      return since.values().stream().mapToInt(Integer::intValue).sum();
    }
    double told = newcomer.callsBefore(lane, Map.of()) * requestsPerCall();
    double all = newcomer.callsBefore(lane, since) * requestsPerCall();
    return all - Math.min(told, starts(lane.getAt(), now));
  }

  /**
   * How many requests a call comes to that is like those that wait: less than one as they share.
   */
  double requestsPerCall() {
    return lane == null || lane.getQueued() == 0 ? 1 : requests(lane) / lane.getQueued();
  }

  /** A lane that does not tell shares nothing. */
  private static double requests(LaneState lane) {
    Integer told = lane.getRequestsQueued();
    return told == null ? lane.getQueued() : told;
  }

  /** How many calls the lane starts within a time; none while Gong is to be left alone. */
  double starts(Instant from, Instant to) {
    Instant frozenUntil = lane == null ? null : lane.getFrozenUntil();
    Instant startsFrom = frozenUntil != null && frozenUntil.isAfter(from) ? frozenUntil : from;
    return Math.max(0, Duration.between(startsFrom, to).toMillis()) * rate() / 1000;
  }

  boolean isAsking(String callId) {
    return lane != null && lane.getAsking().contains(callId);
  }

  /** How long it takes to start so many calls. */
  Duration timeFor(double calls) {
    return Duration.ofMillis(Math.round(calls / rate() * 1000));
  }

  /** Starts a second. */
  double rate() {
    double limit =
        quota != null && quota.getPerSecond() > 0 ? quota.getPerSecond() : properties.perSecond();
    if (lane == null || lane.getStartsPerSecond() <= 0) {
      return limit;
    }
    double slowest = Math.min(properties.slowestPerSecond(), limit);
    return Math.clamp(lane.getStartsPerSecond(), slowest, limit);
  }

  Duration answerTime() {
    return lane != null && lane.getAnswerMillis() > 0
        ? Duration.ofMillis(lane.getAnswerMillis())
        : properties.answerTime();
  }

  /** Null while something is left of the day. */
  @Nullable Instant nextFreeAt() {
    return quota != null && quota.getLeft() <= 0 ? quota.getNextFreeAt() : null;
  }

  @Nullable Instant frozenUntil() {
    Instant byLane = lane == null ? null : lane.getFrozenUntil();
    Instant byQuota = quota == null ? null : quota.getFrozenUntil();
    if (byLane == null || byQuota == null) {
      return byLane == null ? byQuota : byLane;
    }
    return byLane.isAfter(byQuota) ? byLane : byQuota;
  }

  /** How long nothing is started at all. */
  Duration standstill(Instant now) {
    Duration longest = Duration.ZERO;
    for (Instant end : new @Nullable Instant[] {nextFreeAt(), frozenUntil()}) {
      if (end != null && Duration.between(now, end).compareTo(longest) > 0) {
        longest = Duration.between(now, end);
      }
    }
    return longest;
  }
}
