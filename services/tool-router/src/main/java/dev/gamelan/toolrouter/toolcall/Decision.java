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
   * @param governanceVersion by which rules this was decided
   */
  record Admitted(Tool tool, GongRequest request, Instant expectedAt, long governanceVersion)
      implements Decision {}

  /**
   * It does not.
   *
   * @param tool null where there is no such tool
   * @param sentence for the caller
   * @param reason for the trail: without anything that the caller wrote
   * @param governanceVersion by which rules this was decided; null where these had no part in it
   */
  record Refused(
      @Nullable Tool tool,
      Outcome outcome,
      String sentence,
      String reason,
      boolean retryable,
      @Nullable Instant retryAt,
      @Nullable Long governanceVersion)
      implements Decision {

    static Refused forGood(@Nullable Tool tool, Outcome outcome, String sentence, String reason) {
      return new Refused(tool, outcome, sentence, reason, false, null, null);
    }

    Refused by(long rules) {
      return new Refused(tool, outcome, sentence, reason, retryable, retryAt, rules);
    }

    static Refused forNow(Tool tool, Outcome outcome, String sentence, @Nullable Instant retryAt) {
      return new Refused(tool, outcome, sentence, sentence, true, retryAt, null);
    }
  }
}
