package dev.gamelan.toolrouter.mcp.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.ClientAnswered;
import dev.gamelan.toolrouter.mcp.session.ClientCapabilities;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.testing.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenQuestionsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNode RESPONSE =
      MAPPER.readTree("{\"result\": {\"action\": \"accept\"}}");
  private static final QuestionProperties PROPERTIES =
      new QuestionProperties(Duration.ofMinutes(5), 3, 2, 3, 100);

  private final MovableClock clock = new MovableClock();
  private final List<ClientAnswered> topic = new ArrayList<>();
  private final OpenQuestions here =
      new OpenQuestions(topic::add, PROPERTIES, MAPPER, new SimpleMeterRegistry(), clock);
  private final OpenQuestions elsewhere =
      new OpenQuestions(topic::add, PROPERTIES, MAPPER, new SimpleMeterRegistry(), clock);

  private Session session(String caller, String id) {
    return new Session(
        id, caller, "2025-11-25", ClientCapabilities.NONE, clock.instant().plusSeconds(60));
  }

  @Test
  void anAnswerReachesTheInstanceThatAskedWhereverItArrives() {
    OpenQuestions.Open first = here.open(session("anna", "s")).orElseThrow();
    OpenQuestions.Open second = here.open(session("anna", "s")).orElseThrow();

    assertThat(here.arrived(session("anna", "s"), first.id(), RESPONSE)).isTrue();
    assertThat(topic).isEmpty();
    assertThat(elsewhere.arrived(session("anna", "s"), second.id(), RESPONSE)).isTrue();
    topic.forEach(here::heard);

    assertThat(first.response()).isCompletedWithValue(RESPONSE);
    assertThat(second.response()).isCompletedWithValue(RESPONSE);
  }

  @Test
  void aForeignAnswerDoesNotCount() {
    OpenQuestions.Open open = here.open(session("anna", "s")).orElseThrow();
    here.arrived(session("bert", "s"), open.id(), RESPONSE);
    here.arrived(session("anna", "another session"), open.id(), RESPONSE);
    elsewhere.arrived(session("bert", "s"), open.id(), RESPONSE);
    elsewhere.arrived(session("anna", "another session"), open.id(), RESPONSE);
    topic.forEach(here::heard);

    assertThat(topic).hasSize(2);
    assertThat(open.response()).isNotDone();
  }

  @Test
  void aQuestionIsClosedForGood() {
    OpenQuestions.Open open = here.open(session("anna", "s")).orElseThrow();
    here.close(open);
    here.arrived(session("anna", "s"), open.id(), RESPONSE);
    topic.forEach(here::heard);

    assertThat(open.response()).isNotDone();
  }

  @Test
  void openQuestionsAreBoundedInAllAndPerCaller() {
    assertThat(here.open(session("anna", "s"))).isPresent();
    assertThat(here.open(session("anna", "s"))).isPresent();
    assertThat(here.open(session("anna", "t"))).isEmpty();
    assertThat(here.open(session("bert", "u"))).isPresent();
    assertThat(here.open(session("carl", "v"))).isEmpty();
  }

  @Test
  void aLongAnswerIsNotPassedOn() {
    JsonNode long_ = MAPPER.readTree("{\"result\": \"%s\"}".formatted("x".repeat(100)));

    assertThat(elsewhere.arrived(session("anna", "s"), "q", long_)).isFalse();
    assertThat(topic).isEmpty();
  }

  @Test
  void noTwoIdsAreAlikeOrShort() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      OpenQuestions.Open open = here.open(session("anna", "s")).orElseThrow();
      here.close(open);
      ids.add(open.id());
    }

    assertThat(ids).hasSize(100).allMatch(id -> id.length() >= 22);
  }
}
