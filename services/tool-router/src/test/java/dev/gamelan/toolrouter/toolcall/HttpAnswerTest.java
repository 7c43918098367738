package dev.gamelan.toolrouter.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.node.JsonNodeFactory;

class HttpAnswerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static final Map<Outcome, Integer> TABLE =
      Map.ofEntries(
          Map.entry(Outcome.ANSWERED, 200),
          Map.entry(Outcome.PENDING, 202),
          Map.entry(Outcome.INVALID_ARGUMENTS, 400),
          Map.entry(Outcome.READ_NOT_ALLOWED, 403),
          Map.entry(Outcome.WRITE_NOT_ALLOWED, 403),
          Map.entry(Outcome.UNKNOWN_TOOL, 404),
          Map.entry(Outcome.UNKNOWN_CONNECTION, 404),
          Map.entry(Outcome.UNKNOWN_OPERATION, 404),
          Map.entry(Outcome.TOOL_NOT_APPROVED, 403),
          Map.entry(Outcome.TOOL_DISABLED, 403),
          Map.entry(Outcome.CLIENT_CLOSED, 403),
          Map.entry(Outcome.NO_ACCESS, 403),
          Map.entry(Outcome.TOOL_REMOVED, 404),
          Map.entry(Outcome.NOT_VISIBLE, 404),
          Map.entry(Outcome.VISIBILITY_UNKNOWN, 503),
          Map.entry(Outcome.STOPPED, 503),
          Map.entry(Outcome.CONNECTION_PAUSED, 503),
          Map.entry(Outcome.RULES_UNKNOWN, 503),
          Map.entry(Outcome.DENIED_BY_POLICY, 403),
          Map.entry(Outcome.CLIENT_CALLS_SPENT, 429),
          Map.entry(Outcome.CANCELLED, 409),
          Map.entry(Outcome.NOT_CONFIRMED, 409),
          Map.entry(Outcome.REFUSED_BY_GONG, 422),
          Map.entry(Outcome.MISSING_SCOPE, 422),
          Map.entry(Outcome.ANSWER_TOO_LARGE, 422),
          Map.entry(Outcome.QUOTA_SPENT, 429),
          Map.entry(Outcome.TOO_MANY_PENDING, 429),
          Map.entry(Outcome.FAILED_AT_GONG, 502),
          Map.entry(Outcome.ANSWER_UNREADABLE, 502),
          Map.entry(Outcome.OUTCOME_UNKNOWN, 502),
          Map.entry(Outcome.KEY_IN_PROGRESS, 409),
          Map.entry(Outcome.KEY_REUSED, 422),
          Map.entry(Outcome.NOT_IN_TIME, 503),
          Map.entry(Outcome.NOT_PUBLISHED, 503),
          Map.entry(Outcome.STOPPING, 503),
          Map.entry(Outcome.EXPIRED, 504),
          Map.entry(Outcome.NO_ANSWER_YET, 504));

  @Test
  void everyOutcomeHasItsStatus() {
    assertThat(Arrays.stream(Outcome.values()))
        .allSatisfy(
            outcome -> assertThat(HttpStatuses.of(outcome).value()).isEqualTo(TABLE.get(outcome)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1", "1001, 2", "-5, 0"})
  void retryAfterIsRoundedUpToSeconds(long millis, String header) {
    ResponseEntity<HttpAnswer> answer =
        HttpAnswer.of(
            new ToolCallAnswer.NotAnswered(
                "c", "t", Outcome.NOT_IN_TIME, "Later.", true, NOW.plusMillis(millis), null, null),
            NOW);

    assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo(header);
  }

  @Test
  void anAnswerCarriesGongsJsonAndItsRequestId() {
    var content = JsonNodeFactory.instance.objectNode().put("id", "42");

    assertThat(
            HttpAnswer.of(new ToolCallAnswer.Answered("c", "t", content, "r", null), NOW).getBody())
        .isEqualTo(new HttpAnswer("c", "t", "answered", content, null, "r", null, null));
  }

  @Test
  void anAnswerSaysWhereItCameFrom() {
    var content = JsonNodeFactory.instance.objectNode().put("id", "42");
    var origin = new AnswerOrigin("batch", 0, 3, "p-1");
    ToolCallAnswer answer = new ToolCallAnswer.Answered("c", "t", content, "r", null).from(origin);

    assertThat(HttpAnswer.of(answer, NOW).getBody())
        .isEqualTo(new HttpAnswer("c", "t", "answered", content, null, "r", null, origin));
  }
}
