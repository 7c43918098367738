package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class CatalogFilesTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String ENTRY =
      """
      - tool: gong_get_word
        operation: GET /v2/words/{id}
        effect: read
        risk: [sensitive]
        title: Get a word
        description: Returns a word.
        arguments:
          id: {in: path, required: true, type: word, description: The word.}
          size: {in: query, type: integer, description: How large.}
      """;
  private static final String SHAPES =
      "word: {type: string, pattern: '^[a-z]+$', examples: [gong]}";

  @Test
  void readsAnEntry() {
    Tool tool = read(ENTRY).getFirst();

    assertThat(tool.name()).isEqualTo("gong_get_word");
    assertThat(tool.operation()).hasToString("GET /v2/words/{id}");
    assertThat(tool.inputSchema())
        .isEqualTo(
            YAML.readTree(
                """
                $schema: https://json-schema.org/draft/2020-12/schema
                type: object
                properties:
                  id: {type: string, pattern: '^[a-z]+$', examples: [gong], description: The word.}
                  size: {type: integer, description: How large.}
                required: [id]
                additionalProperties: false
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tool: gong_get_word | tool: getWord | a tool's name is gong_ and words of small letters",
        "title: Get a word | notes: none | Unrecognized property \"notes\"",
        "title: Get a word | title: ~~ | 'title' is missing",
        "operation: GET /v2/words/{id} | operation: LOOK /v2/words | is not an operation such as",
        "operation: GET /v2/words/{id} | operation: GET /v2/words | the path asks for [], the arguments give [id]",
        "risk: [sensitive] | risk: | 'risk' is missing; it may be an empty list",
        "effect: read | effect: maybe | an effect is read, write or delete, not maybe",
        "in: path | in: header | 'in' of id is path, query, body or whole-body, not 'header'",
        "type: word | type: noun | the type of id is 'noun', which is no JSON type and no shape",
        "type: word | type: string | id is part of the path, so it must be required and have a pattern",
        "description: How large. | description: ~~ | size has no description",
        "type: integer | type: object | size: 'fields' stands with type object, and only there",
        "type: integer | type: array | size: 'of' stands with type array, and only there",
        "type: integer | minimun: 1, type: integer | size has the unknown key 'minimun'",
        "type: integer | type: string, pattern: x | size has a pattern but no examples",
        "in: query | in: body, fields: {a: 1} | size.a must be a mapping",
        "title: Get a word | file: {part: x} | 'file' has no contentType",
        "title: Get a word | body: nouns | 'body' names 'nouns', which is no shape with fields",
      })
  void saysWhichEntryIsBadAndWhy(String written, String instead, String problem) {
    String entry = ENTRY.replace(written, instead.replace("~~", "''"));

    assertThatThrownBy(() -> read(entry))
        .isInstanceOf(BadCatalogException.class)
        .hasMessageStartingWith("The tool catalogue cannot be used: words.yml, ")
        .hasMessageContaining(problem);
  }

  @Test
  void refusesTwoBodiesInOneRequest() {
    assertThatThrownBy(
            () ->
                read(
                    ENTRY
                        + "    a: {in: body, type: string, description: One.}\n"
                        + "    b: {in: whole-body, type: string, description: Two.}\n"))
        .hasMessageContaining("gong_get_word: a request has one body");
  }

  @Test
  void refusesTwoToolsOfOneNameOrOneOperation() {
    Tool tool = read(ENTRY).getFirst();
    Tool sameOperation = read(ENTRY.replace("gong_get_word", "gong_look_up_word")).getFirst();

    assertThatThrownBy(() -> Catalog.of(List.of(tool, tool)))
        .hasMessageContaining("gong_get_word: two tools have this name");
    assertThatThrownBy(() -> Catalog.of(List.of(tool, sameOperation)))
        .hasMessageContaining("GET /v2/words/{id} is already gong_get_word");
  }

  @Test
  void refusesAFileThatIsNoListOfTools() {
    assertThatThrownBy(() -> read("tools: []")).hasMessageContaining("words.yml: must be a list");
    assertThatThrownBy(() -> read("- text")).hasMessageContaining("must be a mapping");
  }

  private static List<Tool> read(String entries) {
    Map<String, JsonNode> files = new TreeMap<>();
    files.put("shapes.yml", YAML.readTree(SHAPES));
    files.put("words.yml", YAML.readTree(entries));
    return new CatalogFiles().read(files);
  }
}
