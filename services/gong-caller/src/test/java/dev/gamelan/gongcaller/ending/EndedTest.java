package dev.gamelan.gongcaller.ending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.Ending;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndedTest {
  @ParameterizedTest
  @CsvSource({
    "ANSWERED, 201, ANSWERED",
    "REFUSED_BY_GONG, 400, REFUSED_BY_GONG",
    "REFUSED_BY_GONG, 409, REFUSED_BY_GONG",
    "ANSWER_TOO_LARGE, 200, ANSWER_TOO_LARGE",
    "ANSWER_TOO_LARGE, 500, OUTCOME_UNKNOWN",
    "FAILED_AT_GONG, 429, OUTCOME_UNKNOWN",
    "FAILED_AT_GONG, , OUTCOME_UNKNOWN",
    "EXPIRED, , OUTCOME_UNKNOWN",
    "CANCELLED, , OUTCOME_UNKNOWN",
    "QUOTA_SPENT, , OUTCOME_UNKNOWN",
    "OUTCOME_UNKNOWN, , OUTCOME_UNKNOWN"
  })
  void onceInDoubtOnlyAnAnswerEndsIt(Ending ending, @Nullable Integer status, Ending after) {
    Ended ended = ended(ending, status).afterDoubt();

    assertThat(ended.ending()).isEqualTo(after);
    assertThat(ended.attempts()).isEqualTo(2);
    if (after == Ending.OUTCOME_UNKNOWN) {
      assertThat(ended.retryable()).as("trying again").isEqualTo(ending == Ending.OUTCOME_UNKNOWN);
    }
  }

  @Test
  void saysThatGongMayKnowTheWriteFromBefore() {
    Ended ended = ended(Ending.REFUSED_BY_GONG, 409).afterDoubt();

    assertThat(ended.detail()).contains("repetition", "409", "first attempt");
    assertThat(ended.body()).isNotNull();
    assertThat(ended(Ending.REFUSED_BY_GONG, 400).afterDoubt().detail()).isEqualTo("as it was");
  }

  private static Ended ended(Ending ending, @Nullable Integer status) {
    return new Ended(
        ending,
        "as it was",
        true,
        null,
        status,
        "application/json",
        new byte[0],
        "id",
        2,
        Instant.EPOCH);
  }
}
