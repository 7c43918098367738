package dev.gamelan.quota.permit;

/** Redis does not answer, or not in time: a dependency that is dead for now. */
public final class RedisAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RedisAwayException(Throwable cause) {
    super("Redis does not answer: " + cause.getMessage(), cause);
  }
}
