package dev.gamelan.toolrouter.admission;

import dev.gamelan.schemas.CallClass;
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

  /**
   * Others come while a call waits, and some of them go before it: it may take that much longer.
   */
  private static final double DOUBT = 0.1;

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

  public Verdict judge(String connection, String caller, CallClass callClass, Instant deadline) {
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
    double ahead = ahead(connection, lane, new Newcomer(caller, callClass), now);
    Instant expectedAt = start.plus(lane.timeFor(ahead)).plus(lane.answerTime());
    Instant latestAt = expectedAt.plus(lane.timeFor(ahead * DOUBT));
    if (!latestAt.isAfter(deadline)) {
      return new Verdict.InTime(expectedAt);
    }
    Duration late = Duration.between(deadline, latestAt);
    Duration wait = late.compareTo(SOONEST_RETRY) < 0 ? SOONEST_RETRY : late;
    return new Verdict.TooLate(
        "The call would be answered in %.1f to %.1f s, with %.0f requests going to Gong before it; it has %.1f s."
            .formatted(
                seconds(now, expectedAt), seconds(now, latestAt), ahead, seconds(now, deadline)),
        now.plus(wait));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  /** Where a call stands that has just been sent on. */
  public Place place(String connection, String caller, CallClass callClass, String callId) {
    double ahead =
        ahead(connection, outlook(connection), new Newcomer(caller, callClass), clock.instant());
    // It is among those that the lane cannot have counted.
    return new Place(callId, Math.max(0, ahead - 1), () -> outlook(connection), clock);
  }

  private LaneOutlook outlook(String connection) {
    return new LaneOutlook(states.lane(connection), states.quota(connection), properties);
  }

  /** What the lane said, less what it has started since, plus what it cannot have counted yet. */
  private double ahead(String connection, LaneOutlook lane, Newcomer newcomer, Instant now) {
    return lane.before(newcomer, pending.since(connection, lane.saidAt()), now);
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
