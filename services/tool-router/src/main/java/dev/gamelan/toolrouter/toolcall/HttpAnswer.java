package dev.gamelan.toolrouter.toolcall;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.node.ObjectNode;

/** An answer over plain HTTP, as programs read it that call tools. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HttpAnswer(
    String callId,
    @Nullable String tool,
    String outcome,
    @Nullable ObjectNode result,
    @Nullable Error error,
    @Nullable String requestId,
    @Nullable List<String> notes,
    @Nullable AnswerOrigin origin) {

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Error(String code, String message, boolean retryable, @Nullable Long retryAfterMs) {}

  static ResponseEntity<HttpAnswer> of(ToolCallAnswer answer, Instant now) {
    return of(answer, now, null);
  }

  /**
   * @param challenge what a client may do about the refusal; null where nothing
   */
  static ResponseEntity<HttpAnswer> of(
      ToolCallAnswer answer, Instant now, @Nullable String challenge) {
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(HttpStatuses.of(answer.outcome()))
            .contentType(MediaType.APPLICATION_JSON);
    if (challenge != null) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
    if (AnswerOrigin.isReplay(answer.origin())) {
      response.header(KeyHeader.REPLAYED, "true");
    }
    return switch (answer) {
      case ToolCallAnswer.Answered answered ->
          response.body(body(answered, answered.content(), null));
      case ToolCallAnswer.NotAnswered none when none.outcome() == Outcome.PENDING ->
          response.body(body(none, null, null));
      case ToolCallAnswer.NotAnswered none -> {
        Long retryAfterMs = retryAfterMs(none.retryAt(), now);
        if (retryAfterMs != null) {
          response.header(HttpHeaders.RETRY_AFTER, String.valueOf((retryAfterMs + 999) / 1000));
        }
        yield response.body(
            body(
                none,
                null,
                new Error(none.outcome().code(), none.sentence(), none.retryable(), retryAfterMs)));
      }
    };
  }

  private static HttpAnswer body(
      ToolCallAnswer answer, @Nullable ObjectNode result, @Nullable Error error) {
    return new HttpAnswer(
        answer.callId(),
        answer.tool().isEmpty() ? null : answer.tool(),
        answer.outcome().code(),
        result,
        error,
        answer.requestId(),
        answer instanceof ToolCallAnswer.Answered answered && !answered.notes().isEmpty()
            ? answered.notes()
            : null,
        answer.origin());
  }

  private static @Nullable Long retryAfterMs(@Nullable Instant retryAt, Instant now) {
    return retryAt == null ? null : Math.max(0, Duration.between(now, retryAt).toMillis());
  }
}
