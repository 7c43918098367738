package dev.gamelan.quota.permit;

import dev.gamelan.quota.Meters;
import dev.gamelan.quota.limits.Limits;
import dev.gamelan.quota.limits.LimitsBook;
import dev.gamelan.quota.permit.Decision.Done;
import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import dev.gamelan.quota.permit.LedgerScript.Answer;
import dev.gamelan.quota.permit.LedgerScript.Status;
import dev.gamelan.quota.time.Times;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides when a request may go to Gong: whose turn it is, whether the day has units left, and how
 * long to wait. What it cannot know it refuses.
 */
@Component
final class Permits {
  private static final Logger log = LoggerFactory.getLogger(Permits.class);
  private static final Decision LIMITS_UNKNOWN =
      new Refused(
          Refusal.UNAVAILABLE,
          "The limits that hold are not read from Kafka yet. Ask again in a moment.",
          Duration.ofMillis(500));

  private final Ledger ledger;
  private final LimitsBook limits;
  private final Times times;
  private final MeterRegistry meters;
  private final RedisHealth health;

  Permits(Ledger ledger, LimitsBook limits, Times times, MeterRegistry meters, RedisHealth health) {
    this.ledger = ledger;
    this.limits = limits;
    this.times = times;
    this.meters = meters;
    this.health = health;
    if (!limits.enforced()) {
      log.warn(
          "LIMITS ARE OFF (gamelan.limits.enforced=false): every permit is granted at once. Never use this against Gong itself.");
    }
  }

  Decision ask(String connection, Asker asker, Use use) {
    Decision decision = limits.isRead() ? asked(connection, asker, use) : LIMITS_UNKNOWN;
    Meters.PERMITS
        .counter(meters, outcome(decision), asker.guest() ? "guest" : "holder")
        .increment();
    return decision;
  }

  private Decision asked(String connection, Asker asker, Use use) {
    if (ledger.lostFor(connection).isPresent()) {
      return rebuilding(connection);
    }
    return unlessRedisIsAway(
        () -> {
          long askedAt = times.nanos();
          String permitId = UUID.randomUUID().toString();
          Limits own = limits.of(connection);
          Answer answer = ledger.admit(connection, asker, permitId, use, own);
          if (answer.status() != Status.ADMITTED) {
            return refused(connection, answer);
          }
          return granted(asker, permitId, own, answer, askedAt);
        });
  }

  Decision claim(String connection, String holder) {
    if (ledger.lostFor(connection).isPresent()) {
      return rebuilding(connection);
    }
    return unlessRedisIsAway(
        () -> {
          Answer answer = ledger.claim(connection, holder);
          return switch (answer.status()) {
            case HELD -> new Done();
            default -> refused(connection, answer);
          };
        });
  }

  Decision note(String connection, Asker asker, Outcome outcome) {
    return unlessRedisIsAway(
        () -> {
          Answer answer = ledger.note(connection, asker, outcome, limits.of(connection));
          return switch (answer.status()) {
            case NOTED -> new Done();
            default -> refused(connection, answer);
          };
        });
  }

  Decision release(String connection, String holder) {
    return unlessRedisIsAway(
        () -> {
          Answer answer = ledger.release(connection, holder, limits.of(connection));
          return switch (answer.status()) {
            case RELEASED -> new Done();
            default -> refused(connection, answer);
          };
        });
  }

  /** The unit is counted already, so what fails from here on costs a unit and never grants two. */
  private Decision granted(Asker asker, String permitId, Limits own, Answer answer, long askedAt) {
    Duration delay = Duration.ofMillis(answer.number(2));
    Duration grace = asker.guest() ? Limits.GUEST_GRACE : Limits.GRACE;
    Duration expires = delay.plus(grace).minus(times.since(askedAt));
    if (expires.compareTo(delay) <= 0) {
      return new Refused(
          Refusal.UNAVAILABLE,
          "Redis took so long that the permit is about to expire. Ask again.",
          own.interval());
    }
    Meters.DELAY.timer(meters).record(delay);
    return new Granted(permitId, delay, expires, Duration.ofMillis(answer.number(3)));
  }

  private Refused refused(String connection, Answer answer) {
    return switch (answer.status()) {
      case SUPERSEDED ->
          new Refused(
              Refusal.FENCED,
              "This holder was superseded or has released the connection. Never ask again under its name.",
              null);
      case FENCED ->
          new Refused(
              Refusal.FENCED,
              "Another holder has the connection. Ask again when its lease may have ended.",
              Duration.ofMillis(answer.number(1)));
      case SETTLING ->
          new Refused(
              Refusal.FENCED,
              "The connection is this holder's, but its predecessor's last permit may still be in use. Ask again after that.",
              Duration.ofMillis(answer.number(1)));
      case FROZEN ->
          new Refused(
              Refusal.FROZEN,
              "Gong asked to be left alone for a while. Ask again after that.",
              Duration.ofMillis(answer.number(1)));
      case DAY_SPENT ->
          new Refused(
              Refusal.DAY_SPENT,
              "The limit of the last 24 hours is spent. Ask again when the next unit comes free.",
              Duration.ofMillis(answer.number(1)));
      case SHARE_SPENT ->
          new Refused(
              Refusal.SHARE_SPENT,
              "Background calls have spent their share of the day, or interactive ones need what is left. Ask again then.",
              Duration.ofMillis(answer.number(1)));
      case CALLER_CAP ->
          new Refused(
              Refusal.CALLER_CAP,
              "This caller has spent its cap of the day; others may go on. Ask again when it has room.",
              Duration.ofMillis(answer.number(1)));
      case TOOL_CAP ->
          new Refused(
              Refusal.TOOL_CAP,
              "This tool has spent its cap of the day; others may go on. Ask again when it has room.",
              Duration.ofMillis(answer.number(1)));
      case NOT_YET ->
          new Refused(
              Refusal.NOT_YET,
              "The next turn is further off than a permit may wait. Ask again then.",
              Duration.ofMillis(Math.max(1, answer.number(1))));
      case NO_GUESTS ->
          new Refused(
              Refusal.NO_GUESTS,
              "The connection may send one request a second, which leaves no room for guests.",
              null);
      case CLOCKS_DISAGREE ->
          new Refused(
              Refusal.UNAVAILABLE,
              "The clocks of quota and of Redis differ by %d s. Nothing is granted until they agree."
                  .formatted(answer.number(0) / 1000),
              Duration.ofSeconds(5));
      case LOST -> rebuilding(connection);
      default -> throw new IllegalStateException("Unexpected at this point: " + answer.status());
    };
  }

  /** Redis is not asked while the count is known to be lost: it has enough to do restoring it. */
  private Refused rebuilding(String connection) {
    return new Refused(
        Refusal.REBUILDING,
        "Redis lost what was spent, and the count is being restored. Ask again in a moment.",
        untilRestored(connection));
  }

  private Duration untilRestored(String connection) {
    Duration settled = limits.of(connection).settled();
    Duration left = settled.minus(ledger.lostFor(connection).orElse(Duration.ZERO));
    Duration shortest = Duration.ofMillis(250);
    return left.compareTo(shortest) > 0 ? left : shortest;
  }

  private Decision unlessRedisIsAway(Supplier<Decision> step) {
    try {
      Decision decision = step.get();
      health.answered();
      return decision;
    } catch (RedisAwayException away) {
      health.away(away);
      return new Refused(
          Refusal.UNAVAILABLE,
          "Redis does not answer, and without it nothing is granted. Ask again in a moment.",
          Duration.ofMillis(500));
    }
  }

  private static String outcome(Decision decision) {
    return switch (decision) {
      case Granted granted -> "granted";
      case Done done -> "done";
      case Refused refused -> refused.refusal().name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}
