package dev.gamelan.toolrouter.admission;

import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaState;
import dev.gamelan.toolrouter.dispatch.PendingCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Refuses at once what would not be answered in time, so that nothing is queued that will be thrown
 * away.
 */
@Component
@EnableConfigurationProperties(AdmissionProperties.class)
public final class Admission {
  private static final Duration SOONEST_RETRY = Duration.ofSeconds(1);

  private final ConnectionStates states;
  private final PendingCalls pending;
  private final AdmissionProperties properties;
  private final Clock clock;

  Admission(
      ConnectionStates states, PendingCalls pending, AdmissionProperties properties, Clock clock) {
    this.states = states;
    this.pending = pending;
    this.properties = properties;
    this.clock = clock;
  }

  /** Whether there is time enough. */
  public sealed interface Verdict {
    record InTime(Instant expectedAt) implements Verdict {}

    record TooLate(String sentence, Instant retryAt) implements Verdict {}

    record DaySpent(String sentence, Instant retryAt) implements Verdict {}
  }

  public Verdict judge(String connection, Instant deadline) {
    Instant now = clock.instant();
    LaneState lane = states.lane(connection);
    QuotaState quota = states.quota(connection);
    Duration answerTime = answerTime(lane);

    Instant start = now;
    Instant nextFreeAt = nextFreeAt(quota);
    if (nextFreeAt != null && nextFreeAt.isAfter(start)) {
      start = nextFreeAt;
      if (start.plus(answerTime).isAfter(deadline)) {
        return new Verdict.DaySpent(
            "The company's daily quota at Gong is spent; the next request is possible at %s."
                .formatted(seconds(nextFreeAt)),
            nextFreeAt);
      }
    }
    Instant frozenUntil = frozenUntil(lane, quota);
    if (frozenUntil != null && frozenUntil.isAfter(start)) {
      start = frozenUntil;
      if (start.plus(answerTime).isAfter(deadline)) {
        return new Verdict.TooLate(
            "Gong asked to be left alone until %s; the call would not be answered by its deadline."
                .formatted(seconds(frozenUntil)),
            frozenUntil);
      }
    }
    double rate = rate(lane, quota);
    double ahead = ahead(connection, lane, rate, now);
    Instant expectedAt = start.plus(millis(ahead / rate * 1000)).plus(answerTime);
    if (!expectedAt.isAfter(deadline)) {
      return new Verdict.InTime(expectedAt);
    }
    Duration late = Duration.between(deadline, expectedAt);
    Duration wait = late.compareTo(SOONEST_RETRY) < 0 ? SOONEST_RETRY : late;
    return new Verdict.TooLate(
        "The call would be answered in about %.1f s, with %.0f calls waiting for Gong before it; it has %.1f s."
            .formatted(
                Duration.between(now, expectedAt).toMillis() / 1000.0,
                ahead,
                Duration.between(now, deadline).toMillis() / 1000.0),
        now.plus(wait));
  }

  /** What the lane said, less what it has started since, plus what it cannot have counted yet. */
  private double ahead(String connection, @Nullable LaneState lane, double rate, Instant now) {
    if (lane == null) {
      return pending.since(connection, Instant.MIN);
    }
    Instant drainedFrom = lane.getAt();
    Instant frozenUntil = lane.getFrozenUntil();
    if (frozenUntil != null && frozenUntil.isAfter(drainedFrom)) {
      drainedFrom = frozenUntil;
    }
    double startedSince = Math.max(0, Duration.between(drainedFrom, now).toMillis()) * rate / 1000;
    return Math.max(0, lane.getQueued() - startedSince) + pending.since(connection, lane.getAt());
  }

  private double rate(@Nullable LaneState lane, @Nullable QuotaState quota) {
    double limit =
        quota != null && quota.getPerSecond() > 0 ? quota.getPerSecond() : properties.perSecond();
    if (lane == null || lane.getStartsPerSecond() <= 0) {
      return limit;
    }
    double slowest = Math.min(properties.slowestPerSecond(), limit);
    return Math.clamp(lane.getStartsPerSecond(), slowest, limit);
  }

  private Duration answerTime(@Nullable LaneState lane) {
    return lane != null && lane.getAnswerMillis() > 0
        ? Duration.ofMillis(lane.getAnswerMillis())
        : properties.answerTime();
  }

  private static @Nullable Instant nextFreeAt(@Nullable QuotaState quota) {
    return quota != null && quota.getLeft() <= 0 ? quota.getNextFreeAt() : null;
  }

  private static @Nullable Instant frozenUntil(
      @Nullable LaneState lane, @Nullable QuotaState quota) {
    Instant byLane = lane == null ? null : lane.getFrozenUntil();
    Instant byQuota = quota == null ? null : quota.getFrozenUntil();
    if (byLane == null || byQuota == null) {
      return byLane == null ? byQuota : byLane;
    }
    return byLane.isAfter(byQuota) ? byLane : byQuota;
  }

  private static Duration millis(double millis) {
    return Duration.ofMillis(Math.round(millis));
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
