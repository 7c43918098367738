package dev.gamelan.toolrouter.catalog;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads values that language models often write in another form than the schema has. The rules, all
 * of them:
 *
 * <ol>
 *   <li>A null is as if the argument were absent; so is an empty text for an optional argument that
 *       cannot be empty, where the tool only reads (elsewhere "absent" might mean "all").
 *   <li>Where an object or a list is expected, a text that holds it as JSON is read.
 *   <li>Where a list is expected, a single value stands for a list of one.
 *   <li>Where a text is expected, a whole number is taken as its digits; beyond 2<sup>53</sup> it
 *       is refused, since a client may have lost digits of an id on the way.
 *   <li>Where a whole number or a truth value is expected, a text that spells it is read.
 * </ol>
 */
final class Leniency {
  private static final BigInteger EXACT_IN_EVERY_CLIENT =
      BigInteger.TWO.pow(53).subtract(BigInteger.ONE);
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Bounds.MAX_DEPTH)
                          .maxDocumentLength(Bounds.MAX_TEXT)
                          .maxTokenCount(2L * Bounds.MAX_VALUES)
                          .build())
                  .build())
          .build();

  private final boolean onlyReads;
  private final List<Problem> problems = new ArrayList<>();

  Leniency(boolean onlyReads) {
    this.onlyReads = onlyReads;
  }

  JsonNode read(JsonNode arguments, JsonNode schema) {
    return read("", arguments, schema);
  }

  List<Problem> problems() {
    return problems;
  }

  private JsonNode read(String path, JsonNode value, JsonNode schema) {
    return switch (schema.path("type").asString("")) {
      case "object" -> readObject(path, value, schema);
      case "array" -> readArray(path, value, schema.path("items"));
      case "string" -> readText(path, value);
      case "integer" ->
          value.isString() && WHOLE_NUMBER.matcher(value.stringValue()).matches()
              ? JsonNodeFactory.instance.numberNode(Long.parseLong(value.stringValue()))
              : value;
      case "boolean" -> readTruth(value);
      default -> value;
    };
  }

  private JsonNode readObject(String path, JsonNode value, JsonNode schema) {
    JsonNode found = value.isString() ? parsed(value, '{') : value;
    if (!(found instanceof ObjectNode object)) {
      return value;
    }
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode known = schema.path("properties").path(entry.getKey());
      if (known.isMissingNode()) {
        read.set(entry.getKey(), entry.getValue());
      } else if (!isAbsent(entry, known, schema.path("required"))) {
        String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        read.set(entry.getKey(), read(below, entry.getValue(), known));
      }
    }
    return read;
  }

  private boolean isAbsent(Map.Entry<String, JsonNode> entry, JsonNode schema, JsonNode required) {
    if (entry.getValue().isNull()) {
      return true;
    }
    boolean empty = entry.getValue().isString() && entry.getValue().stringValue().isEmpty();
    boolean mayBeEmpty = Stream.of("pattern", "format", "enum", "minLength").noneMatch(schema::has);
    return onlyReads
        && empty
        && !mayBeEmpty
        && required.valueStream().noneMatch(name -> name.asString().equals(entry.getKey()));
  }

  private JsonNode readArray(String path, JsonNode value, JsonNode items) {
    JsonNode found = value.isString() ? parsed(value, '[') : value;
    ArrayNode read = JsonNodeFactory.instance.arrayNode();
    if (!(found instanceof ArrayNode array)) {
      return read.add(read(path + "[0]", value, items));
    }
    for (JsonNode element : array) {
      read.add(read("%s[%d]".formatted(path, read.size()), element, items));
    }
    return read;
  }

  private JsonNode readText(String path, JsonNode value) {
    if (!value.isIntegralNumber()) {
      return value;
    }
    BigInteger number = value.bigIntegerValue();
    if (number.abs().compareTo(EXACT_IN_EVERY_CLIENT) > 0) {
      problems.add(
          new Problem(
              path,
              "must stand in quotes: a JSON number this large loses digits in many clients,"
                  + " so it may no longer be the one you meant",
              "a number of %d digits".formatted(number.abs().toString().length()),
              true));
    }
    return JsonNodeFactory.instance.stringNode(number.toString());
  }

  private static JsonNode readTruth(JsonNode value) {
    return switch (value.asString("")) {
      case "true" -> JsonNodeFactory.instance.booleanNode(true);
      case "false" -> JsonNodeFactory.instance.booleanNode(false);
      default -> value;
    };
  }

  private static @Nullable JsonNode parsed(JsonNode text, char opening) {
    String json = text.stringValue().strip();
    if (json.isEmpty() || json.charAt(0) != opening) {
      return null;
    }
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException notJson) {
      return null;
    }
  }
}
