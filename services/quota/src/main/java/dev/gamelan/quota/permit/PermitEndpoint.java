package dev.gamelan.quota.permit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.quota.permit.Decision.Done;
import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
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

/** Permits over HTTP, for gong-caller and for guests. */
@RestController
@RequestMapping("/v1/connections/{connection:[a-z0-9][a-z0-9-]{0,62}}")
final class PermitEndpoint {
  private static final Duration SHORTEST_FREEZE = Duration.ofSeconds(1);
  private static final Duration LONGEST_FREEZE = Duration.ofHours(24);

  /** So that nobody who was refused at the same time comes back at the same time. */
  private static final Duration LONGEST_JITTER = Duration.ofMillis(250);

  private static final int TOO_MANY_REQUESTS = 429;

  private static final Decision TOO_IMPATIENT =
      new Refused(
          Refusal.NOT_YET,
          "This guest asks too often. Wait as long as each refusal says.",
          Duration.ofSeconds(1));

  private final Permits permits;
  private final GuestPatience patience;
  private final GuestSendPublisher guestSends;

  PermitEndpoint(Permits permits, GuestPatience patience, GuestSendPublisher guestSends) {
    this.permits = permits;
    this.patience = patience;
    this.guestSends = guestSends;
  }

  record Question(
      @Nullable String holder,
      @JsonProperty("class") @Nullable CallClass callClass,
      @Nullable String caller,
      @Nullable String callId,
      @Nullable String tool) {}

  record Permit(String permitId, long delayMillis, long expiresInMillis, long spacingMillis) {}

  record Report(
      @Nullable String holder,
      Outcome.@Nullable Result result,
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
    Asker holder = holder(question.holder());
    Bounded.optional("caller", question.caller());
    Bounded.optional("callId", question.callId());
    Bounded.optional("tool", question.tool());
    Use use = Use.of(question.callClass(), question.caller(), question.tool());
    return answer(permits.ask(connection, holder, use));
  }

  /** What a guest asks with; all of it may be left out. */
  record GuestQuestion(
      @JsonProperty("class") @Nullable CallClass callClass,
      @Nullable String caller,
      @Nullable String tool) {}

  /** Another program of the company wants to send one request of its own to Gong. */
  @PostMapping("/guests/{guest}/permits")
  ResponseEntity<Object> askAsGuest(
      @PathVariable String connection,
      @PathVariable String guest,
      @RequestBody(required = false) @Nullable GuestQuestion question,
      Caller caller) {
    authorize(caller);
    Asker asker = Asker.guest(Bounded.name("guest", guest));
    var wish = question == null ? new GuestQuestion(null, null, null) : question;
    Bounded.optional("caller", wish.caller());
    Bounded.optional("tool", wish.tool());
    CallClass callClass = wish.callClass() == null ? CallClass.BACKGROUND : wish.callClass();
    String who = wish.caller() == null ? asker.name() : wish.caller();
    Use use = Use.of(callClass, who, wish.tool());
    if (!patience.allows(connection, guest)) {
      return answer(TOO_IMPATIENT);
    }
    Decision decision = permits.ask(connection, asker, use);
    if (decision instanceof Granted granted) {
      guestSends.publish(connection, granted.permitId(), asker.name(), use);
    }
    return answer(decision);
  }

  @PutMapping("/guests/{guest}/permits/{permitId}/outcome")
  ResponseEntity<Object> reportAsGuest(
      @PathVariable String connection,
      @PathVariable String guest,
      @PathVariable String permitId,
      @RequestBody Report report,
      Caller caller) {
    authorize(caller);
    return report(connection, Asker.guest(Bounded.name("guest", guest)), permitId, report);
  }

  private static String orEmpty(@Nullable String name) {
    return name == null ? "" : name;
  }

  private static Asker holder(@Nullable String name) {
    String holder = Bounded.name("holder", name);
    if (holder.startsWith(Asker.GUEST)) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "a holder's name does not begin with " + Asker.GUEST);
    }
    return Asker.holder(holder);
  }

  @PutMapping("/permits/{permitId}/outcome")
  ResponseEntity<Object> report(
      @PathVariable String connection,
      @PathVariable String permitId,
      @RequestBody Report report,
      Caller caller) {
    authorize(caller);
    return report(connection, holder(report.holder()), permitId, report);
  }

  private ResponseEntity<Object> report(
      String connection, Asker asker, String permitId, Report report) {
    Outcome.Result result = report.result();
    if (result == null) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "result is missing: RESPONDED, NO_RESPONSE or UNUSED");
    }
    Bounded.optional("caller", report.caller());
    Bounded.optional("tool", report.tool());
    var outcome =
        new Outcome(
            Bounded.name("permitId", permitId),
            result,
            freeze(report),
            orEmpty(report.caller()),
            orEmpty(report.tool()));
    return answer(permits.note(connection, asker, outcome));
  }

  @PostMapping("/holders/{holder}")
  ResponseEntity<Object> claim(
      @PathVariable String connection, @PathVariable String holder, Caller caller) {
    authorize(caller);
    Decision decision = permits.claim(connection, holder(holder).name());
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
    long jitter = ThreadLocalRandom.current().nextLong(LONGEST_JITTER.toMillis());
    return Duration.ofMillis(
        Math.clamp(millis, SHORTEST_FREEZE.toMillis(), LONGEST_FREEZE.toMillis()) + jitter);
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
          case FENCED, NO_GUESTS -> HttpStatus.CONFLICT;
          case DAY_SPENT, SHARE_SPENT, CALLER_CAP, TOOL_CAP, FROZEN, NOT_YET ->
              HttpStatus.TOO_MANY_REQUESTS;
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
