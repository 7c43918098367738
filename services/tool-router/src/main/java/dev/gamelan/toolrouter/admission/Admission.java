package dev.gamelan.toolrouter.admission;

import dev.gamelan.toolrouter.dispatch.PendingCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    LaneOutlook lane = outlook(connection);

    Instant start = now;
    Instant nextFreeAt = lane.nextFreeAt();
    if (nextFreeAt != null && nextFreeAt.isAfter(start)) {
      start = nextFreeAt;
      if (start.plus(lane.answerTime()).isAfter(deadline)) {
        return new Verdict.DaySpent(
            "The company's daily quota at Gong is spent; the next request is possible at %s."
                .formatted(seconds(nextFreeAt)),
            nextFreeAt);
      }
    }
    Instant frozenUntil = lane.frozenUntil();
    if (frozenUntil != null && frozenUntil.isAfter(start)) {
      start = frozenUntil;
      if (start.plus(lane.answerTime()).isAfter(deadline)) {
        return new Verdict.TooLate(
            "Gong asked to be left alone until %s; the call would not be answered by its deadline."
                .formatted(seconds(frozenUntil)),
            frozenUntil);
      }
    }
    double ahead = ahead(connection, lane, now);
    Instant expectedAt = start.plus(lane.timeFor(ahead)).plus(lane.answerTime());
    if (!expectedAt.isAfter(deadline)) {
      return new Verdict.InTime(expectedAt);
    }
    Duration late = Duration.between(deadline, expectedAt);
    Duration wait = late.compareTo(SOONEST_RETRY) < 0 ? SOONEST_RETRY : late;
    return new Verdict.TooLate(
        "The call would be answered in about %.1f s, with %.0f requests waiting for Gong before it; it has %.1f s."
            .formatted(
                Duration.between(now, expectedAt).toMillis() / 1000.0,
                ahead,
                Duration.between(now, deadline).toMillis() / 1000.0),
        now.plus(wait));
  }

  /** Where a call stands that has just been sent on. */
  public Place place(String connection, String callId) {
    double ahead = ahead(connection, outlook(connection), clock.instant()) - 1;
    return new Place(callId, Math.max(0, ahead), () -> outlook(connection), clock);
  }

  private LaneOutlook outlook(String connection) {
    return new LaneOutlook(states.lane(connection), states.quota(connection), properties);
  }

  /** What the lane said, less what it has started since, plus what it cannot have counted yet. */
  private double ahead(String connection, LaneOutlook lane, Instant now) {
    return lane.queued(now) + pending.since(connection, lane.saidAt()) * lane.requestsPerCall();
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
