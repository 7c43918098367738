package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class AnswerPartsTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int MOST = 1_000;
  private final AnswerParts parts = new AnswerParts(MAPPER, MOST);

  @Test
  void aShortAnswerIsWholeAndHasNoSecondPart() {
    ObjectNode answer = MAPPER.createObjectNode().put("requestId", "r-1");

    AnswerParts.Part part = parts.part(answer, 1).orElseThrow();

    assertThat(part.isWhole()).isTrue();
    assertThat(part.content()).isSameAs(answer);
    assertThat(parts.part(answer, 2)).isEmpty();
  }

  @Test
  void allPartsTogetherHoldEveryElementOnceAndInOrder() {
    ObjectNode answer = users(100, 50);
    List<JsonNode> elements = new ArrayList<>();
    int of = parts.part(answer, 1).orElseThrow().of();

    for (int number = 1; number <= of; number++) {
      AnswerParts.Part part = parts.part(answer, number).orElseThrow();
      assertThat(part.text().length()).isLessThanOrEqualTo(MOST);
      assertThat(part.content().path("requestId").asString()).isEqualTo("r-1");
      assertThat(part.first()).isEqualTo(elements.size() + 1);
      part.content().path("users").forEach(elements::add);
      assertThat(part.last()).isEqualTo(elements.size());
    }

    assertThat(of).isGreaterThan(5);
    assertThat(elements).isEqualTo(answer.path("users").valueStream().toList());
    assertThat(parts.part(answer, of + 1)).isEmpty();
  }

  @Test
  void theAnswerItselfStaysAsItIs() {
    ObjectNode answer = users(100, 50);
    ObjectNode before = answer.deepCopy();

    parts.part(answer, 2);

    assertThat(answer).isEqualTo(before);
  }

  @Test
  void oneLongTranscriptIsCutInside() {
    ObjectNode answer = MAPPER.createObjectNode().put("requestId", "r-1");
    ObjectNode transcript = answer.putArray("callTranscripts").addObject().put("callId", "7");
    ArrayNode turns = transcript.putArray("transcript");
    for (int turn = 0; turn < 50; turn++) {
      turns.addObject().put("speakerId", "s").put("said", "x".repeat(60));
    }

    AnswerParts.Part part = parts.part(answer, 2).orElseThrow();

    assertThat(part.list()).isEqualTo("callTranscripts[0].transcript");
    assertThat(part.size()).isEqualTo(50);
    assertThat(part.content().at("/callTranscripts/0/callId").asString()).isEqualTo("7");
    assertThat(part.content().at("/callTranscripts/0/transcript").size())
        .isEqualTo(part.last() - part.first() + 1);
  }

  @Test
  void anElementThatAloneIsTooMuchHasAPartOfItsOwn() {
    ObjectNode answer = users(3, 10);
    ((ObjectNode) answer.path("users").path(1)).put("title", "x".repeat(2 * MOST));

    Optional<AnswerParts.Part> second = parts.part(answer, 2);

    assertThat(second.orElseThrow().content().path("users").size()).isEqualTo(1);
    assertThat(parts.part(answer, 3)).isPresent();
  }

  @Test
  void anAnswerWithoutAListStaysWhole() {
    ObjectNode answer = MAPPER.createObjectNode().put("brief", "x".repeat(2 * MOST));

    assertThat(parts.part(answer, 1).orElseThrow().isWhole()).isTrue();
  }

  @Test
  void lettersCountAsTheBytesTheyTake() {
    ObjectNode answer = MAPPER.createObjectNode();
    ArrayNode list = answer.putArray("list");
    for (int element = 0; element < 40; element++) {
      list.add("ø€𝄞".repeat(5));
    }

    assertThat(parts.part(answer, 1).orElseThrow().wholeBytes())
        .isEqualTo(MAPPER.writeValueAsBytes(answer).length);
  }

  private static ObjectNode users(int count, int titleLength) {
    ObjectNode answer = MAPPER.createObjectNode().put("requestId", "r-1");
    ArrayNode users = answer.putArray("users");
    for (int user = 0; user < count; user++) {
      users.addObject().put("id", user).put("title", "x".repeat(titleLength));
    }
    return answer;
  }
}
