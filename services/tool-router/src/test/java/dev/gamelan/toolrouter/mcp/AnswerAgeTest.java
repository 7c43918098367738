package dev.gamelan.toolrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnswerAgeTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void aClientSaysInSecondsHowOldAnAnswerMayBe() {
    assertThat(AnswerAge.most(meta("60"))).isEqualTo(Duration.ofMinutes(1));
    assertThat(AnswerAge.most(meta("0"))).isEqualTo(Duration.ZERO);
    assertThat(AnswerAge.most(JSON.createObjectNode())).isNull();
    assertThat(AnswerAge.problem(JSON.createObjectNode())).isNull();
    assertThat(AnswerAge.problem(meta("60"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "\"60\"", "null", "31536001", "1e30", "{}"})
  void anythingElseIsRefused(String said) {
    assertThat(AnswerAge.problem(meta(said))).contains(AnswerAge.META_MAX_AGE);
    assertThat(AnswerAge.most(meta(said))).isNull();
  }

  private static JsonNode meta(String age) {
    return JSON.readTree("{\"%s\":%s}".formatted(AnswerAge.META_MAX_AGE, age));
  }
}
