package dev.gamelan.toolrouter.toolcall;

import org.springframework.http.HttpStatus;

/** The one table from outcomes to HTTP statuses. */
public final class HttpStatuses {
  private HttpStatuses() {}

  public static HttpStatus of(Outcome outcome) {
    return switch (outcome) {
      case ANSWERED -> HttpStatus.OK;
      case PENDING -> HttpStatus.ACCEPTED;
      case INVALID_ARGUMENTS -> HttpStatus.BAD_REQUEST;
      case READ_NOT_ALLOWED,
          WRITE_NOT_ALLOWED,
          TOOL_NOT_APPROVED,
          TOOL_DISABLED,
          CLIENT_CLOSED,
          NO_ACCESS,
          DENIED_BY_POLICY ->
          HttpStatus.FORBIDDEN;
      case UNKNOWN_TOOL, UNKNOWN_CONNECTION, UNKNOWN_OPERATION, TOOL_REMOVED, NOT_VISIBLE ->
          HttpStatus.NOT_FOUND;
      case CANCELLED, NOT_CONFIRMED, KEY_IN_PROGRESS -> HttpStatus.CONFLICT;
      case REFUSED_BY_GONG, MISSING_SCOPE, ANSWER_TOO_LARGE, KEY_REUSED ->
          HttpStatus.UNPROCESSABLE_CONTENT;
      case QUOTA_SPENT, TOO_MANY_PENDING, CLIENT_CALLS_SPENT -> HttpStatus.TOO_MANY_REQUESTS;
      case FAILED_AT_GONG, ANSWER_UNREADABLE, OUTCOME_UNKNOWN -> HttpStatus.BAD_GATEWAY;
      case NOT_IN_TIME,
          NOT_PUBLISHED,
          STOPPING,
          STOPPED,
          CONNECTION_PAUSED,
          RULES_UNKNOWN,
          VISIBILITY_UNKNOWN ->
          HttpStatus.SERVICE_UNAVAILABLE;
      case EXPIRED, NO_ANSWER_YET -> HttpStatus.GATEWAY_TIMEOUT;
    };
  }
}
