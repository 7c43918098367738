package dev.gamelan.gongcaller.permit;

import org.jspecify.annotations.Nullable;

/** What came of a permit. */
public record PermitOutcome(
    String holder,
    Result result,
    @Nullable Integer httpStatus,
    @Nullable Long retryAfterMillis,
    @Nullable String caller,
    @Nullable String tool) {

  /** What quota distinguishes. */
  public enum Result {
    RESPONDED,
    NO_RESPONSE,
    UNUSED
  }

  public static PermitOutcome unused(String holder) {
    return new PermitOutcome(holder, Result.UNUSED, null, null, null, null);
  }
}
