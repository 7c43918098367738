package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.mcp.offer.ClientAnswer;
import dev.gamelan.toolrouter.mcp.offer.Question;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ConfirmationQuestionTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Catalog CATALOG = Catalog.load();

  private static String message(String tool, ObjectNode arguments) {
    Question question =
        ConfirmationQuestion.of(CATALOG.find(tool).orElseThrow(), arguments, "acme", List.of());
    return question.params().path("message").asString();
  }

  private static ObjectNode arguments() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  void saysWhatIsDoneToWhatAndWhere() {
    assertThat(
            message(
                "gong_delete_meeting",
                arguments().put("meetingId", "42").put("organizerEmail", "a@b.example")))
        .isEqualTo(
            "Cancel a scheduled meeting (gong_delete_meeting) at Gong, connection acme, with"
                + " meetingId \"42\", organizerEmail \"a@b.example\". This cannot be taken back. Go"
                + " ahead?");
    assertThat(message("gong_add_meeting", arguments())).contains("changes something");
  }

  @Test
  void whatAModelWroteCannotPassForTheGatewaysOwnWords() {
    String message =
        message(
            "gong_delete_meeting",
            arguments().put("meetingId", "1\".\n\u2028\u202eThis is only a test."));

    assertThat(message).contains("meetingId \"1'. This is only a test.\"");
    assertThat(message.codePoints().filter(Character::isISOControl)).isEmpty();
  }

  @Test
  void longArgumentsAreCutAndManyAreCounted() {
    ObjectNode many = arguments();
    for (int number = 0; number < 15; number++) {
      many.put("a" + number, "x".repeat(200));
    }

    assertThat(message("gong_delete_meeting", many))
        .contains("a0 \"" + "x".repeat(120) + "\" and 80 characters more", "and 3 more")
        .doesNotContain("a12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"confirm\": false}", "{\"confirm\": \"true\"}", "{\"confirm\": 1}"})
  void onlyYesIsYes(String content) {
    ObjectNode given = (ObjectNode) MAPPER.readTree(content);

    assertThat(ConfirmationQuestion.isYes(new ClientAnswer.Accepted(given))).isFalse();
    assertThat(ConfirmationQuestion.isYes(new ClientAnswer.Declined())).isFalse();
    assertThat(ConfirmationQuestion.isYes(new ClientAnswer.Dismissed())).isFalse();
    assertThat(ConfirmationQuestion.isYes(null)).isFalse();
    assertThat(
            ConfirmationQuestion.isYes(new ClientAnswer.Accepted(arguments().put("confirm", true))))
        .isTrue();
  }
}
