package dev.gamelan.toolrouter.conformance;

import dev.gamelan.toolrouter.mcp.offer.Content;
import dev.gamelan.toolrouter.mcp.offer.Message;
import dev.gamelan.toolrouter.mcp.offer.Question;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The questions that the suite expects to be asked. */
final class TestForms {
  private static final JsonMapper MAPPER = new JsonMapper();

  private TestForms() {}

  static ObjectNode json(String text) {
    return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
  }

  static Question form(String message, String properties, String required) {
    return new Question.Elicitation(
        message,
        json(
            "{'type': 'object', 'properties': %s, 'required': %s}"
                .formatted(properties, required)));
  }

  static Question oneField(String message, String field, String type) {
    return form(message, "{'%s': {'type': '%s'}}".formatted(field, type), "['" + field + "']");
  }

  static Question sampling(String prompt, int maxTokens) {
    return new Question.Sampling(List.of(Message.user(new Content.Text(prompt))), maxTokens);
  }

  static Question withDefaults() {
    return form(
        "Please review",
        """
        {'name': {'type': 'string', 'default': 'John Doe'},
         'age': {'type': 'integer', 'default': 30},
         'score': {'type': 'number', 'default': 95.5},
         'status': {'type': 'string', 'enum': ['active', 'inactive', 'pending'],
           'default': 'active'},
         'verified': {'type': 'boolean', 'default': true}}
        """,
        "[]");
  }

  static Question withEnums() {
    return form(
        "Please choose",
        """
        {'untitledSingle': {'type': 'string', 'enum': ['option1', 'option2', 'option3']},
         'titledSingle': {'type': 'string', 'oneOf': [
           {'const': 'value1', 'title': 'First Option'},
           {'const': 'value2', 'title': 'Second Option'}]},
         'legacyEnum': {'type': 'string', 'enum': ['opt1', 'opt2'],
           'enumNames': ['Option One', 'Option Two']},
         'untitledMulti': {'type': 'array', 'items': {'type': 'string',
           'enum': ['option1', 'option2', 'option3']}},
         'titledMulti': {'type': 'array', 'items': {'anyOf': [
           {'const': 'value1', 'title': 'First Choice'},
           {'const': 'value2', 'title': 'Second Choice'}]}}}
        """,
        "[]");
  }
}
