package dev.gamelan.toolrouter.toolcall;

import java.util.Locale;

/** How a tool call can end, as callers, meters and the audit trail spell it. */
public enum Outcome {
  ANSWERED,

  // Refused here: nothing was published, Gong was not asked.
  UNKNOWN_TOOL,
  UNKNOWN_CONNECTION,
  UNKNOWN_OPERATION,
  CONNECTION_PAUSED,
  RULES_UNKNOWN,
  STOPPED,
  INVALID_ARGUMENTS,
  DENIED_BY_POLICY,
  CLIENT_CALLS_SPENT,
  READ_NOT_ALLOWED,
  WRITE_NOT_ALLOWED,
  TOOL_NOT_APPROVED,
  TOOL_DISABLED,
  TOOL_REMOVED,
  CLIENT_CLOSED,
  NO_ACCESS,

  // Refused here, before Gong was asked or as its answer was read.
  NOT_VISIBLE,
  VISIBILITY_UNKNOWN,

  // Refused here.
  NOT_CONFIRMED,
  NOT_IN_TIME,
  TOO_MANY_PENDING,
  NOT_PUBLISHED,
  STOPPING,

  /** Refused here or by gong-caller. */
  QUOTA_SPENT,

  // Told by gong-caller.
  REFUSED_BY_GONG,
  MISSING_SCOPE,
  FAILED_AT_GONG,
  EXPIRED,
  CANCELLED,
  ANSWER_TOO_LARGE,
  ANSWER_UNREADABLE,
  OUTCOME_UNKNOWN,
  KEY_IN_PROGRESS,
  KEY_REUSED,

  /** The deadline has passed and the ending has not arrived; it may still come. */
  NO_ANSWER_YET,
  /** Under way. */
  PENDING;

  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public String code() {
    return code;
  }
}
