package dev.gamelan.gongcaller.ending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptRulesTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Instant DEADLINE = NOW.plusSeconds(60);

  @ParameterizedTest
  @CsvSource({
    "READ,  200, ANSWERED",
    "WRITE, 201, ANSWERED",
    "READ,  302, REFUSED_BY_GONG",
    "READ,  404, REFUSED_BY_GONG",
    "WRITE, 409, REFUSED_BY_GONG",
    "WRITE, 500, OUTCOME_UNKNOWN",
    "DELETE, 503, OUTCOME_UNKNOWN",
    "UNKNOWN, 502, OUTCOME_UNKNOWN"
  })
  void endsAtOnceBy(Effect effect, int status, Ending ending) {
    assertThat(judge(effect, 1, responded(status, null)))
        .isInstanceOfSatisfying(
            Verdict.End.class, end -> assertThat(end.ended().ending()).isEqualTo(ending));
  }

  @ParameterizedTest
  @EnumSource(Effect.class)
  void comesAgainAfter429WhateverItWouldDo(Effect effect) {
    assertThat(judge(effect, 1, responded(429, Duration.ofSeconds(7))))
        .isInstanceOfSatisfying(
            Verdict.Again.class,
            again -> assertThat(again.notBefore()).isEqualTo(NOW.plusSeconds(7)));
  }

  @Test
  void endsAtOnceIfGongWantsMoreTimeThanThereIs() {
    assertThat(judge(Effect.READ, 1, responded(429, Duration.ofHours(3))))
        .isInstanceOfSatisfying(
            Verdict.End.class,
            end -> {
              assertThat(end.ended().ending()).isEqualTo(Ending.FAILED_AT_GONG);
              assertThat(end.ended().retryable()).isTrue();
              assertThat(end.ended().retryAt()).isEqualTo(NOW.plus(Duration.ofHours(3)));
            });
  }

  @ParameterizedTest
  @EnumSource(Effect.class)
  void comesAgainIfNothingWasSent(Effect effect) {
    assertThat(judge(effect, 1, new GongAnswer.NotConnected("No connection")))
        .isInstanceOf(Verdict.Again.class);
  }

  @Test
  void aReadComesAgainWithoutAnAnswerAndAWriteDoesNot() {
    var lost = new GongAnswer.NoResponse("The connection broke");
    assertThat(judge(Effect.READ, 1, lost)).isInstanceOf(Verdict.Again.class);
    assertThat(judge(Effect.WRITE, 1, lost))
        .isInstanceOfSatisfying(
            Verdict.End.class,
            end -> assertThat(end.ended().ending()).isEqualTo(Ending.OUTCOME_UNKNOWN));
  }

  @Test
  void aWriteThatGongKnowsByItsKeyComesAgainWithoutAnAnswerAndStaysInDoubt() {
    for (GongAnswer doubtful :
        List.of(new GongAnswer.NoResponse("The connection broke"), responded(502, null))) {
      assertThat(judge(keyed(), 1, doubtful))
          .isInstanceOfSatisfying(
              Verdict.Again.class,
              again -> {
                assertThat(again.certainlyUndone()).isFalse();
                assertThat(again.otherwise().ending()).isEqualTo(Ending.OUTCOME_UNKNOWN);
                assertThat(again.otherwise().retryable()).isFalse();
              });
      assertThat(judge(keyed(), 4, doubtful))
          .isInstanceOfSatisfying(
              Verdict.End.class,
              end -> assertThat(end.ended().ending()).isEqualTo(Ending.OUTCOME_UNKNOWN));
    }
    assertThat(judge(keyed(), 1, responded(429, null)))
        .isInstanceOfSatisfying(
            Verdict.Again.class, again -> assertThat(again.certainlyUndone()).isTrue());
  }

  @Test
  void theFourthTryIsTheLast() {
    assertThat(judge(Effect.READ, 3, responded(500, null))).isInstanceOf(Verdict.Again.class);
    assertThat(judge(Effect.READ, 4, responded(500, null)))
        .isInstanceOfSatisfying(
            Verdict.End.class,
            end -> {
              assertThat(end.ended().ending()).isEqualTo(Ending.FAILED_AT_GONG);
              assertThat(end.ended().retryable()).isTrue();
            });
  }

  @Test
  void aWriteThatWasDoneSaysSoEvenIfItsAnswerIsTooLarge() {
    assertThat(judge(Effect.WRITE, 1, new GongAnswer.TooLarge(200, null, 8 * 1024 * 1024)))
        .isInstanceOfSatisfying(
            Verdict.End.class,
            end -> {
              assertThat(end.ended().ending()).isEqualTo(Ending.ANSWER_TOO_LARGE);
              assertThat(end.ended().detail()).contains("The change was made", "8 MB");
            });
  }

  private static Verdict judge(Effect effect, int tries, GongAnswer answer) {
    return judge(Calls.read("PUT", "/v2/calls/users-access").setEffect(effect), tries, answer);
  }

  private static Verdict judge(ToolCallRequested.Builder call, int tries, GongAnswer answer) {
    return AttemptRules.judge(call.build(), tries, answer, DEADLINE, NOW, 0.5);
  }

  private static ToolCallRequested.Builder keyed() {
    ToolCallRequested.Builder call = Calls.read("POST", "/v2/calls").setEffect(Effect.WRITE);
    return call.setRequest(
        GongRequest.newBuilder(call.getRequest()).setBody("{\"clientUniqueId\":\"c-1\"}").build());
  }

  private static GongAnswer responded(int status, @Nullable Duration retryAfter) {
    return new GongAnswer.Responded(
        status, "application/json", new byte[0], "id", retryAfter, null);
  }
}
