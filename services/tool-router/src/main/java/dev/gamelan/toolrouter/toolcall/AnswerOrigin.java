package dev.gamelan.toolrouter.toolcall;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.ToolCallCompleted;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where Gong's answer came from.
 *
 * @param source {@code upstream}, {@code coalesced}, {@code batch}, {@code cache}, or {@code
 *     replay} where it is the ending of the write that came first with the same idempotency key
 * @param ageMillis how old it was as the call ended
 * @param sharedWith how many other calls the same request served
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnswerOrigin(
    String source, long ageMillis, int sharedWith, @Nullable String upstreamRequestId) {

  private static final String REPLAY = "replay";

  /** Whether an answer, or a refusal, was given before to the same idempotency key. */
  public static boolean isReplay(@Nullable AnswerOrigin origin) {
    return origin != null && origin.source().equals(REPLAY);
  }

  /** Null where Gong answered nothing, or it is not known. */
  static @Nullable AnswerOrigin of(ToolCallCompleted completed) {
    Long age = completed.getAgeMillis();
    return completed.getSource() == AnswerSource.UNKNOWN
        ? null
        : new AnswerOrigin(
            completed.getSource().name().toLowerCase(Locale.ROOT),
            age == null ? 0 : age,
            completed.getSharedWith(),
            completed.getUpstreamRequestId());
  }
}
