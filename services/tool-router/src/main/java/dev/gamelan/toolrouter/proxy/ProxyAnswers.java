package dev.gamelan.toolrouter.proxy;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.toolcall.AnswerOrigin;
import dev.gamelan.toolrouter.toolcall.GongResponse;
import dev.gamelan.toolrouter.toolcall.HttpStatuses;
import dev.gamelan.toolrouter.toolcall.KeyHeader;
import dev.gamelan.toolrouter.toolcall.StepUp;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gong's answers as they are, under the headers that may pass; and where there is none, a problem
 * that says why. {@code Gamelan-Outcome} tells the two apart.
 */
@Component
class ProxyAnswers {
  static final String CALL = "Gamelan-Call-Id";
  static final String OUTCOME = "Gamelan-Outcome";
  static final String NOTE = "Gamelan-Note";
  static final String SOURCE = "Gamelan-Source";
  static final String SHARED_WITH = "Gamelan-Shared-With";
  static final String TRACE = "x-traceid";

  private final StepUp stepUp;
  private final Clock clock;

  ProxyAnswers(StepUp stepUp, Clock clock) {
    this.stepUp = stepUp;
    this.clock = clock;
  }

  ResponseEntity<?> of(ToolCallAnswer answer, Caller caller) {
    GongResponse gong = answer.gong();
    if (gong != null && gong.status() != 0) {
      return gongs(answer, gong);
    }
    return answer instanceof ToolCallAnswer.Answered
        ? begun(answer, HttpStatus.OK.value()).build()
        : ours(answer, null, stepUp.challenge(caller, answer.outcome()).orElse(null));
  }

  /**
   * @param methods that the path does have
   */
  ResponseEntity<?> noOperation(ToolCallAnswer answer, Set<String> methods) {
    return methods.isEmpty()
        ? ours(answer, null, null)
        : ours(answer, String.join(", ", methods), null);
  }

  private static ResponseEntity<?> gongs(ToolCallAnswer answer, GongResponse gong) {
    ResponseEntity.BodyBuilder response = begun(answer, gong.status());
    String type = gong.contentType();
    if (type != null) {
      response.header(HttpHeaders.CONTENT_TYPE, type);
    }
    // Whatever type it says, a browser is not to find another in it.
    response.header("X-Content-Type-Options", "nosniff");
    return response.body(gong.body());
  }

  private ResponseEntity<?> ours(
      ToolCallAnswer answer, @Nullable String allow, @Nullable String challenge) {
    HttpStatus status =
        allow == null ? HttpStatuses.of(answer.outcome()) : HttpStatus.METHOD_NOT_ALLOWED;
    ResponseEntity.BodyBuilder response = begun(answer, status.value());
    if (allow != null) {
      response.header(HttpHeaders.ALLOW, allow);
    }
    if (challenge != null) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
    ProblemDetail problem = ProblemDetail.forStatus(status);
    if (answer instanceof ToolCallAnswer.NotAnswered none) {
      problem.setDetail(none.sentence());
      problem.setProperty("code", none.outcome().code());
      problem.setProperty("retryable", none.retryable());
      Instant retryAt = none.retryAt();
      if (retryAt != null) {
        long millis = Math.max(0, Duration.between(clock.instant(), retryAt).toMillis());
        response.header(HttpHeaders.RETRY_AFTER, String.valueOf((millis + 999) / 1000));
      }
    }
    return response.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }

  private static ResponseEntity.BodyBuilder begun(ToolCallAnswer answer, int status) {
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(status)
            .header(CALL, answer.callId())
            .header(OUTCOME, answer.outcome().code());
    if (answer instanceof ToolCallAnswer.Answered answered && !answered.notes().isEmpty()) {
      response.header(NOTE, String.join(" ", answered.notes()));
    }
    AnswerOrigin origin = answer.origin();
    if (AnswerOrigin.isReplay(origin)) {
      response.header(KeyHeader.REPLAYED, "true");
    }
    if (origin != null) {
      response.header(SOURCE, origin.source());
      response.header(SHARED_WITH, String.valueOf(origin.sharedWith()));
      response.header(HttpHeaders.AGE, String.valueOf(origin.ageMillis() / 1000));
    }
    String requestId = answer.requestId();
    if (requestId != null && requestId.matches("[\\x21-\\x7E]{1,200}")) {
      response.header(TRACE, requestId);
    }
    return response;
  }

  Mono<ResponseEntity<?>> problem(HttpStatus status, String sentence) {
    return Mono.just(problem(ResponseEntity.status(status), status, sentence));
  }

  /** The rest of the body is not waited for. */
  Mono<ResponseEntity<?>> unread(HttpStatus status, String sentence) {
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(status).header(HttpHeaders.CONNECTION, "close");
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      response.header(HttpHeaders.RETRY_AFTER, "5");
    }
    return Mono.just(problem(response, status, sentence));
  }

  private static ResponseEntity<?> problem(
      ResponseEntity.BodyBuilder response, HttpStatus status, String sentence) {
    // Named, because a client that also takes streams of events would otherwise be sent one.
    return response
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(status, sentence));
  }
}
