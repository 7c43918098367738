package dev.gamelan.toolrouter.policy.cel;

import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an expression gives, as JSON. */
final class JsonValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonValues() {}

  static ObjectNode object(Map<?, ?> fields) {
    ObjectNode object = JSON.objectNode();
    fields.forEach(
        (name, value) -> {
          if (!(name instanceof String text)) {
            throw new IllegalArgumentException("the name of a field must be a string");
          }
          object.set(text, json(value));
        });
    return object;
  }

  private static JsonNode json(Object value) {
    return switch (value) {
      case JsonView.Fields fields -> fields.node().deepCopy();
      case JsonView.Elements elements -> elements.node().deepCopy();
      case Map<?, ?> fields -> object(fields);
      case List<?> elements -> {
        ArrayNode array = JSON.arrayNode();
        elements.forEach(element -> array.add(json(element)));
        yield array;
      }
      case String text -> JSON.stringNode(text);
      case Boolean truth -> JSON.booleanNode(truth);
      // As a number that was read from JSON would be, so that equal ones are equal.
      case Long number ->
          number == number.intValue()
              ? JSON.numberNode(number.intValue())
              : JSON.numberNode(number.longValue());
      case Double number -> JSON.numberNode(number.doubleValue());
      case Instant moment -> JSON.stringNode(moment.toString());
      case Duration span -> JSON.stringNode(span.toString());
      case NullValue ignored -> JSON.nullNode();
      default ->
          throw new IllegalArgumentException(
              "a %s has no form in JSON".formatted(value.getClass().getSimpleName()));
    };
  }
}
