package dev.gamelan.gongcaller.ending;

import dev.gamelan.schemas.AnswerSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a call's answer came from.
 *
 * @param ageMillis null where there is no answer
 * @param sharedWith how many other calls the same request served
 * @param requestId the permit of the last request that the call had a part in
 * @param units of quota that were spent in the call's name
 * @param repeats the call whose ending this is a repetition of; null where it is its own
 */
public record Served(
    AnswerSource source,
    @Nullable Long ageMillis,
    int sharedWith,
    @Nullable String requestId,
    int units,
    @Nullable String repeats) {

  public Served(
      AnswerSource source,
      @Nullable Long ageMillis,
      int sharedWith,
      @Nullable String requestId,
      int units) {
    this(source, ageMillis, sharedWith, requestId, units, null);
  }

  /** By the ending of the call that came first with the same idempotency key. */
  static Served again(String first, Duration age) {
    return new Served(AnswerSource.REPLAY, Math.max(0, age.toMillis()), 0, null, 0, first);
  }
}
