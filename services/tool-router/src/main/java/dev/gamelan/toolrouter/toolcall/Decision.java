package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.schemas.GongRequest;
import dev.gamelan.toolrouter.catalog.Tool;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a call goes on to Gong. */
sealed interface Decision {
  /**
   * It does, as this request.
   *
   * @param expectedAt when its answer will be there, as far as can be told
   */
  record Admitted(Tool tool, GongRequest request, Instant expectedAt) implements Decision {}

  /**
   * It does not.
   *
   * @param tool null where there is no such tool
   * @param sentence for the caller
   * @param reason for the trail: without anything that the caller wrote
   */
  record Refused(
      @Nullable Tool tool,
      Outcome outcome,
      String sentence,
      String reason,
      boolean retryable,
      @Nullable Instant retryAt)
      implements Decision {

    static Refused forGood(@Nullable Tool tool, Outcome outcome, String sentence, String reason) {
      return new Refused(tool, outcome, sentence, reason, false, null);
    }

    static Refused forNow(Tool tool, Outcome outcome, String sentence, @Nullable Instant retryAt) {
      return new Refused(tool, outcome, sentence, sentence, true, retryAt);
    }
  }
}
