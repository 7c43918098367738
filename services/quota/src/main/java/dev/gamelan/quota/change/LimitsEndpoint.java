package dev.gamelan.quota.change;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.quota.Meters;
import dev.gamelan.quota.limits.LimitsBook;
import dev.gamelan.quota.permit.RedisAwayException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** A connection's limits over HTTP: to read, and to change while everything runs. */
@RestController
@RequestMapping("/v1/connections/{connection:[a-z0-9][a-z0-9-]{0,62}}/limits")
final class LimitsEndpoint {
  private static final int LONGEST_REASON = 500;

  private final LimitsChanges changes;
  private final LimitsBook book;
  private final MeterRegistry meters;

  LimitsEndpoint(LimitsChanges changes, LimitsBook book, MeterRegistry meters) {
    this.changes = changes;
    this.book = book;
    this.meters = meters;
  }

  @GetMapping
  ResponseEntity<LimitsView> read(@PathVariable String connection, Caller caller) {
    if (!caller.has(Role.READ) && !caller.has(Role.AUDIT) && !mayChange(caller)) {
      throw problem(
          HttpStatus.FORBIDDEN,
          "This needs a token with the role read, audit, connections or admin");
    }
    return shown(connection);
  }

  @PutMapping
  ResponseEntity<LimitsView> change(
      @PathVariable String connection,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody LimitsView wish,
      Caller caller) {
    if (!mayChange(caller)) {
      throw problem(HttpStatus.FORBIDDEN, "This needs a token with the role connections or admin");
    }
    if (!book.enforced()) {
      throw problem(
          HttpStatus.CONFLICT, "Limits are off here (gamelan.limits.enforced), so none can be set");
    }
    if (ifMatch == null) {
      throw problem(
          HttpStatus.PRECONDITION_REQUIRED,
          "Send the ETag of the limits as If-Match, so that nobody's change is lost");
    }
    String reason = wish.reason();
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw problem(HttpStatus.BAD_REQUEST, "reason has at most 500 characters");
    }
    LimitsChanges.Outcome outcome = changed(connection, ifMatch.replace("\"", ""), wish, caller);
    Meters.LIMITS_CHANGED.counter(meters, outcome.name().toLowerCase(Locale.ROOT)).increment();
    return switch (outcome) {
      case CHANGED -> shown(connection);
      case STALE ->
          throw problem(
              HttpStatus.PRECONDITION_FAILED,
              "Somebody changed the limits since you read them. Read them again");
      case BUSY ->
          throw problem(
              HttpStatus.SERVICE_UNAVAILABLE,
              "Another change is under way, or what was changed is not read back yet. Read the limits, and try again in a moment");
    };
  }

  private LimitsChanges.Outcome changed(
      String connection, String version, LimitsView wish, Caller caller) {
    try {
      return changes.change(connection, version, wish, caller);
    } catch (IllegalArgumentException senseless) {
      throw problem(HttpStatus.BAD_REQUEST, String.valueOf(senseless.getMessage()));
    } catch (RedisAwayException away) {
      throw problem(HttpStatus.SERVICE_UNAVAILABLE, "Redis does not answer. Try again in a moment");
    }
  }

  private ResponseEntity<LimitsView> shown(String connection) {
    LimitsView now = changes.now(connection);
    return ResponseEntity.ok().eTag("\"" + now.version() + "\"").body(now);
  }

  private static boolean mayChange(Caller caller) {
    return caller.has(Role.ADMIN) || caller.has(Role.CONNECTIONS);
  }

  private static ResponseStatusException problem(HttpStatus status, String sentence) {
    return new ResponseStatusException(status, sentence);
  }
}
