package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AnswerShapesTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Tool TOOL = ToolExamples.tool("GET /v2/calls");
  private static final AnswerShapes SHAPES =
      shapes(
          "GET /v2/calls\trequestId\tstring",
          "GET /v2/calls\tcalls\tarray",
          "GET /v2/calls\tcalls[]\tobject",
          "GET /v2/calls\tcalls[].id\tinteger|string",
          "GET /v2/calls\tcalls[].fields\tobject",
          "GET /v2/calls\tcalls[].fields{}\tarray",
          "GET /v2/calls\tcalls[].fields{}[]\tnumber",
          "GET /v2/calls\tcalls[].value\tany");

  @Test
  void writesJsonSchema() {
    assertThat(SHAPES.outputSchema(TOOL))
        .isEqualTo(
            json(
                """
                {"type":"object","properties":{
                  "calls":{"type":["array","null"],"items":{"type":["object","null"],"properties":{
                    "fields":{"type":["object","null"],"additionalProperties":
                      {"type":["array","null"],"items":{"type":["number","null"]}}},
                    "id":{"type":["string","integer","null"]},
                    "value":{}}}},
                  "requestId":{"type":["string","null"]}}}
                """));
  }

  @Test
  void takesWhatIsMissingNullOrMore() {
    ObjectNode answer =
        json(
            """
            {"calls":[null,{"id":"1","fields":{"a":[1,2.5],"b":null},"value":{"x":[1]}},{"new":1}],
             "another":{"thing":true}}
            """);

    assertThat(SHAPES.published(TOOL, answer)).isSameAs(answer);
  }

  @Test
  void leavesOutThePartThatIsOtherThanPublished() {
    ObjectNode answer =
        json("{\"requestId\":\"r\",\"calls\":[{\"fields\":{\"a\":[\"text\"]}}],\"another\":1}");

    assertThat(SHAPES.published(TOOL, answer))
        .isEqualTo(json("{\"requestId\":\"r\",\"another\":1}"));
  }

  @Test
  void takesAnyObjectFromAnOperationThatTheTableDoesNotKnow() {
    Tool unknown = ToolExamples.tool("GET /v2/unknown");
    ObjectNode answer = json("{\"whatever\":[1]}");

    assertThat(SHAPES.published(unknown, answer)).isSameAs(answer);
    assertThat(SHAPES.outputSchema(unknown)).isEqualTo(json("{\"type\":\"object\"}"));
  }

  @Test
  void namesABadRow() {
    assertThatThrownBy(() -> shapes("GET /v2/calls\tcalls\tlist"))
        .isInstanceOf(BadCatalogException.class)
        .hasMessageContaining("calls")
        .hasMessageContaining("'list' is no JSON type");
    assertThatThrownBy(() -> shapes("GET /v2/calls\tcalls[].id\tstring"))
        .isInstanceOf(BadCatalogException.class)
        .hasMessageContaining("'calls' has no row before this one");
  }

  private static AnswerShapes shapes(String... rows) {
    return new AnswerShapes(
        Stream.concat(Stream.of("operation\tfield\ttype"), List.of(rows).stream()).toList());
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text);
  }
}
