package dev.gamelan.toolrouter.admin.desk;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Why something was not done, as programs may rely on it, and the HTTP status it goes with. */
public enum Code {
  /** Something about the request is wrong, and the sentence says what. */
  INVALID(HttpStatus.BAD_REQUEST),
  JUSTIFICATION_NEEDED(HttpStatus.BAD_REQUEST),
  UNKNOWN_TOOL(HttpStatus.BAD_REQUEST),
  UNKNOWN_TOOLSET(HttpStatus.BAD_REQUEST),

  NOT_ALLOWED(HttpStatus.FORBIDDEN),
  /** Nobody decides about their own request. */
  OWN_REQUEST(HttpStatus.FORBIDDEN),
  /** The AI client was closed or stopped. */
  CLIENT_CLOSED(HttpStatus.FORBIDDEN),

  UNKNOWN_CONNECTION(HttpStatus.NOT_FOUND),
  NOT_FOUND(HttpStatus.NOT_FOUND),

  BODY_TOO_SLOW(HttpStatus.REQUEST_TIMEOUT),

  READY_MADE(HttpStatus.CONFLICT),
  IN_USE(HttpStatus.CONFLICT),
  TOO_MANY_POLICIES(HttpStatus.CONFLICT),
  TOOL_REMOVED(HttpStatus.CONFLICT),
  ALREADY_YOURS(HttpStatus.CONFLICT),
  ALREADY_ASKED(HttpStatus.CONFLICT),
  ALREADY_DECIDED(HttpStatus.CONFLICT),
  /** A key of idempotency came again with another wish. */
  KEY_REUSED(HttpStatus.CONFLICT),

  /** Something has changed since it was looked at. */
  STALE(HttpStatus.PRECONDITION_FAILED),
  BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
  /** What is there is changed only by who says which version they saw. */
  IF_MATCH_NEEDED(HttpStatus.PRECONDITION_REQUIRED),
  TOO_MANY(HttpStatus.TOO_MANY_REQUESTS),

  BUSY(HttpStatus.SERVICE_UNAVAILABLE),
  /** Nothing was changed; trying again helps once the broker is back. */
  NOT_PUBLISHED(HttpStatus.SERVICE_UNAVAILABLE),
  /** It may come into force all the same. */
  OUTCOME_UNKNOWN(HttpStatus.SERVICE_UNAVAILABLE);

  private final HttpStatus status;

  Code(HttpStatus status) {
    this.status = status;
  }

  public HttpStatus status() {
    return status;
  }

  /** As it stands in problems and in the trail. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
