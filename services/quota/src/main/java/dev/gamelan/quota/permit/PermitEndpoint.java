package dev.gamelan.quota.permit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.quota.permit.Decision.Done;
import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Permits over HTTP, for gong-caller alone. */
@RestController
@RequestMapping("/v1/connections/{connection:[a-z0-9][a-z0-9-]{0,62}}")
final class PermitEndpoint {
  private static final Duration SHORTEST_FREEZE = Duration.ofSeconds(1);
  private static final Duration LONGEST_FREEZE = Duration.ofHours(24);
  private static final int TOO_MANY_REQUESTS = 429;

  private final Permits permits;

  PermitEndpoint(Permits permits) {
    this.permits = permits;
  }

  enum CallClass {
    UNKNOWN,
    CONTROL,
    INTERACTIVE,
    BACKGROUND
  }

  record Question(
      @Nullable String holder,
      @JsonProperty("class") @Nullable CallClass callClass,
      @Nullable String caller,
      @Nullable String callId,
      @Nullable String tool) {}

  record Permit(String permitId, long delayMillis, long expiresInMillis, long spacingMillis) {}

  enum Result {
    RESPONDED,
    NO_RESPONSE,
    UNUSED
  }

  record Report(
      @Nullable String holder,
      @Nullable Result result,
      @Nullable Integer httpStatus,
      @Nullable Long retryAfterMillis,
      @Nullable String caller,
      @Nullable String tool) {}

  /** A refusal as a problem, with what a program needs beside the sentence. */
  record Problem(
      String type,
      String title,
      int status,
      String detail,
      Refusal refused,
      @Nullable Long retryAfterMillis) {}

  @PostMapping("/permits")
  ResponseEntity<Object> ask(
      @PathVariable String connection, @RequestBody Question question, Caller caller) {
    authorize(caller);
    String holder = Bounded.name("holder", question.holder());
    Bounded.optional("caller", question.caller());
    Bounded.optional("callId", question.callId());
    Bounded.optional("tool", question.tool());
    return answer(permits.ask(connection, holder));
  }

  @PutMapping("/permits/{permitId}/outcome")
  ResponseEntity<Object> report(
      @PathVariable String connection,
      @PathVariable String permitId,
      @RequestBody Report report,
      Caller caller) {
    authorize(caller);
    String holder = Bounded.name("holder", report.holder());
    Result result = report.result();
    if (result == null) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "result is missing: RESPONDED, NO_RESPONSE or UNUSED");
    }
    var outcome =
        new Outcome(Bounded.name("permitId", permitId), result == Result.UNUSED, freeze(report));
    return answer(permits.note(connection, holder, outcome));
  }

  @PostMapping("/holders/{holder}")
  ResponseEntity<Object> claim(
      @PathVariable String connection, @PathVariable String holder, Caller caller) {
    authorize(caller);
    Decision decision = permits.claim(connection, Bounded.name("holder", holder));
    return decision instanceof Done ? ResponseEntity.ok().build() : answer(decision);
  }

  @DeleteMapping("/holders/{holder}")
  ResponseEntity<Object> release(
      @PathVariable String connection, @PathVariable String holder, Caller caller) {
    authorize(caller);
    return answer(permits.release(connection, Bounded.name("holder", holder)));
  }

  private static void authorize(Caller caller) {
    if (!caller.has(Role.PERMIT)) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "This needs a token with the role permit");
    }
  }

  private static Duration freeze(Report report) {
    Integer status = report.httpStatus();
    if (status == null || status != TOO_MANY_REQUESTS) {
      return Duration.ZERO;
    }
    Long asked = report.retryAfterMillis();
    long millis = asked == null ? 0 : asked;
    return Duration.ofMillis(
        Math.clamp(millis, SHORTEST_FREEZE.toMillis(), LONGEST_FREEZE.toMillis()));
  }

  private static ResponseEntity<Object> answer(Decision decision) {
    return switch (decision) {
      case Granted granted ->
          ResponseEntity.ok(
              new Permit(
                  granted.permitId(),
                  roundedUp(granted.delay()),
                  granted.expires().toMillis(),
                  roundedUp(granted.spacing())));
      case Done done -> ResponseEntity.noContent().build();
      case Refused refused -> problem(refused);
    };
  }

  private static ResponseEntity<Object> problem(Refused refused) {
    HttpStatus status =
        switch (refused.refusal()) {
          case FENCED -> HttpStatus.CONFLICT;
          case DAY_SPENT, FROZEN, NOT_YET -> HttpStatus.TOO_MANY_REQUESTS;
          case REBUILDING, UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    Duration retryAfter = refused.retryAfter();
    Long millis = retryAfter == null ? null : roundedUp(retryAfter);
    var response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (millis != null) {
      response.header(HttpHeaders.RETRY_AFTER, String.valueOf(Math.ceilDiv(millis, 1000L)));
    }
    return response.body(
        new Problem(
            "about:blank",
            status.getReasonPhrase(),
            status.value(),
            refused.detail(),
            refused.refusal(),
            millis));
  }

  private static long roundedUp(Duration duration) {
    return Math.ceilDiv(duration.toNanos(), 1_000_000L);
  }
}
