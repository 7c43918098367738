package dev.gamelan.audit.trail;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Tells an event that can be kept from one that no retry would make fit for the trail. */
final class Usability {
  /** Well over every real name, well under what an index of PostgreSQL refuses. */
  static final int LONGEST_NAME = 500;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private Usability() {}

  /** Why the event cannot be kept; empty where it can. Never tells what the event holds. */
  static Optional<String> objectionTo(AuditEvent event) {
    if (event.getKind() == AuditKind.UNKNOWN) {
      return Optional.of("its kind is not known here");
    }
    if (!isOnTheCalendar(event.getAt())) {
      return Optional.of("its time is beyond all calendars");
    }
    boolean ofCall = isOfCall(event.getKind());
    return name("eventId", event.getEventId(), true)
        .or(() -> name("connection", event.getConnection(), ofCall))
        .or(() -> name("callId", event.getCallId(), ofCall))
        .or(() -> name("clientId", Objects.requireNonNullElse(event.getClientId(), ""), false))
        .or(() -> name("subject", event.getSubject(), false))
        .or(() -> name("caller", event.getCaller(), false))
        .or(() -> name("tool", event.getTool(), false))
        .or(() -> name("outcome", event.getOutcome(), false));
  }

  private static boolean isOfCall(AuditKind kind) {
    return switch (kind) {
      case CALL_ADMITTED, CALL_REFUSED, CALL_ENDED, UNKNOWN -> true;
      case GOVERNANCE_CHANGED, CONNECTION_CHANGED, ADMINISTRATION_REFUSED -> false;
    };
  }

  /** PostgreSQL knows no times as far away as a number of milliseconds can name. */
  static boolean isOnTheCalendar(Instant at) {
    return !at.isBefore(EARLIEST) && !at.isAfter(LATEST);
  }

  private static Optional<String> name(String field, String value, boolean needed) {
    if (needed && value.isBlank()) {
      return Optional.of("its " + field + " is empty");
    }
    return value.length() > LONGEST_NAME
        ? Optional.of("its %s is longer than %d characters".formatted(field, LONGEST_NAME))
        : Optional.empty();
  }
}
