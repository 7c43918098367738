package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ArgumentTrailTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Catalog CATALOG = Catalog.load();

  @Test
  void keepsIdsRangesChosenWordsAndWhetherAFurtherPageWasAsked() {
    assertThat(
            inClear(
                "gong_list_calls_extensive",
                """
                {"filter": {"callIds": ["17", "18"], "fromDateTime": "2026-03-01T00:00:00Z"},
                 "contentSelector": {"context": "Extended", "exposedFields": {"parties": true}},
                 "cursor": "eyJhbGciOiJIUzI1NiJ9.secret"}
                """))
        .containsOnly(
            entry("filter.callIds", "17,18"),
            entry("filter.fromDateTime", "2026-03-01T00:00:00Z"),
            entry("contentSelector.context", "Extended"),
            entry("cursor", "present"));
  }

  @Test
  void keepsDaysOfStatistics() {
    assertThat(
            inClear(
                "gong_list_interaction_stats",
                "{\"filter\": {\"fromDate\": \"2026-03-01\", \"toDate\": \"2026-03-08\"}}"))
        .containsOnly(entry("filter.fromDate", "2026-03-01"), entry("filter.toDate", "2026-03-08"));
  }

  static List<Tool> tools() {
    return CATALOG.tools();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void keepsNoPersonalDataWhateverTheArgumentItStandsIn(Tool tool) {
    for (String personal :
        List.of("kim@example.com", "+1 425 555 2671", "tell me a secret", "QUJDRA==")) {
      ObjectNode arguments = filled(tool.inputSchema(), personal);

      ArgumentTrail trail = ArgumentTrail.of(tool, arguments);

      assertThat(trail.inClear().values())
          .as(tool.name())
          .allMatch(value -> !value.contains(personal));
      assertThat(trail.digest()).hasSize(64);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gong_erase_data_for_email_address",
        "gong_erase_data_for_phone_number",
        "gong_register_crm_integration",
        "gong_list_briefs",
      })
  void keepsNothingWhereNothingIsHarmless(String tool) {
    assertThat(ArgumentTrail.of(tool(tool), filled(tool(tool).inputSchema(), "x")).inClear())
        .isEmpty();
  }

  @Test
  void keepsNothingOfAnArgumentThatTheToolDoesNotHave() {
    assertThat(inClear("gong_get_call", "{\"callId\": \"17\", \"kim@example.com\": \"18\"}"))
        .isEmpty();
  }

  @Test
  void keepsNothingOfAnUnknownTool() {
    assertThat(ArgumentTrail.ofUnknownTool(JSON.readTree("{\"id\": \"17\"}")).inClear()).isEmpty();
  }

  @Test
  void shortensALongListOfIds() {
    String ids = "\"1\",".repeat(25) + "\"2\"";

    assertThat(
            inClear(
                "gong_get_call_transcripts", "{\"filter\": {\"callIds\": [%s]}}".formatted(ids)))
        .containsOnly(entry("filter.callIds", "1,1,1,1,1,1,1,1,1,1 and 16 more"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "7", "null", "{\"filter\": 7}", "{\"filter\": []}"})
  void takesArgumentsOfAnyForm(String arguments) {
    assertThat(inClear("gong_get_call_transcripts", arguments)).isEmpty();
  }

  @Test
  void hasTheSameDigestForTheSameArgumentsInAnotherOrder() {
    assertThat(digest("{\"a\": 1, \"b\": {\"c\": [1, 2], \"d\": \"x\"}}"))
        .isEqualTo(digest("{ \"b\": {\"d\": \"x\", \"c\": [1, 2]}, \"a\": 1 }"))
        .isNotEqualTo(digest("{\"a\": 1, \"b\": {\"c\": [2, 1], \"d\": \"x\"}}"))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void takesTheDigestOfCanonicalJson() {
    // printf '{"a":1,"b":"x"}' | sha256sum
    assertThat(digest("{ \"b\" : \"x\", \"a\" : 1 }"))
        .isEqualTo("ecf9e98ec0641e23113ff3ce8bdc78d0ddd249886517fd4a7f68cc83d4e65667");
  }

  private static String digest(String arguments) {
    return ArgumentTrail.ofUnknownTool(JSON.readTree(arguments)).digest();
  }

  private static Map<String, String> inClear(String tool, String arguments) {
    return ArgumentTrail.of(tool(tool), JSON.readTree(arguments)).inClear();
  }

  /** An object with the text wherever the schema has a place for one. */
  private static ObjectNode filled(JsonNode schema, String text) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      object.set(property.getKey(), value(property.getValue(), text));
    }
    return object;
  }

  private static JsonNode value(JsonNode schema, String text) {
    return switch (schema.path("type").asString("")) {
      case "object" -> filled(schema, text);
      case "array" -> JsonNodeFactory.instance.arrayNode().add(value(schema.path("items"), text));
      default -> JsonNodeFactory.instance.stringNode(text);
    };
  }

  private static Tool tool(String name) {
    return CATALOG.find(name).orElseThrow();
  }
}
