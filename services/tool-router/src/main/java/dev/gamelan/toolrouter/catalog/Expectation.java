package dev.gamelan.toolrouter.catalog;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Says in a plain sentence what a schema expects and what was given instead. */
final class Expectation {
  /** A longer value is described, not repeated. */
  private static final int MAX_REPEATED = 40;

  private static final int MAX_NAME = 60;

  private Expectation() {}

  static Problem problem(JsonNode inputSchema, Error error) {
    JsonNode schema = inputSchema;
    StringBuilder path = new StringBuilder();
    NodePath location = error.getInstanceLocation();
    for (int depth = 0; depth < location.getNameCount(); depth++) {
      if (location.getElement(depth) instanceof Integer index) {
        path.append('[').append(index).append(']');
        schema = schema.path("items");
      } else {
        path.append(path.isEmpty() ? "" : ".").append(location.getElement(depth));
        schema = schema.path("properties").path(String.valueOf(location.getElement(depth)));
      }
    }
    String property = error.getProperty();
    return switch (error.getKeyword()) {
      case "required" -> {
        JsonNode missing = schema.path("properties").path(property);
        yield new Problem(below(path, property), "is required: " + expected(missing), "", true);
      }
      case "additionalProperties" ->
          new Problem(
              below(path, shortened(property)),
              path.isEmpty()
                  ? "is not an argument of this tool; it takes " + names(schema)
                  : "is not a field of %s; it has %s".formatted(path, names(schema)),
              "",
              false);
      default ->
          new Problem(
              path.isEmpty() ? "arguments" : path.toString(),
              "must be " + expected(schema),
              given(error.getInstanceNode()),
              true);
    };
  }

  static String given(JsonNode value) {
    if (value.isObject()) {
      return "an object";
    }
    if (value.isArray()) {
      return "a list of %,d".formatted(value.size());
    }
    String text = value.toString();
    if (text.length() <= MAX_REPEATED) {
      return text;
    }
    return value.isString()
        ? "a text of %,d characters".formatted(value.stringValue().length())
        : "a long number";
  }

  static String expected(JsonNode schema) {
    return switch (schema.path("type").asString("")) {
      case "string" -> text(schema);
      case "integer" -> "a whole number" + range(schema, "minimum", "maximum", "");
      case "number" -> "a number" + range(schema, "minimum", "maximum", "");
      case "boolean" -> "true or false";
      case "array" -> {
        JsonNode items = schema.path("items");
        yield "a list%s, each %s"
            .formatted(range(schema, "minItems", "maxItems", " long"), expected(items));
      }
      case "object" -> "an object with " + names(schema);
      default -> "a JSON value";
    };
  }

  private static String text(JsonNode schema) {
    JsonNode allowed = schema.path("enum");
    if (allowed.isArray()) {
      return allowed
          .valueStream()
          .map(JsonNode::asString)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    String kind =
        switch (schema.path("format").asString("")) {
          case "date-time" -> "a date and time with its offset";
          case "date" -> "a day as YYYY-MM-DD";
          case "email" -> "an email address";
          default -> "a text";
        };
    JsonNode example = schema.path("examples").path(0);
    return kind
        + range(schema, "minLength", "maxLength", " characters long")
        + (example.isMissingNode() ? "" : " such as " + example.asString());
  }

  private static String range(JsonNode schema, String least, String most, String unit) {
    JsonNode low = schema.path(least);
    JsonNode high = schema.path(most);
    if (low.asLong(0) > 0 && high.isNumber()) {
      return " from %,d to %,d%s".formatted(low.asLong(), high.asLong(), unit);
    }
    if (high.isNumber()) {
      return " of at most %,d%s".formatted(high.asLong(), unit);
    }
    return low.asLong(0) > 0 ? " of at least %,d%s".formatted(low.asLong(), unit) : "";
  }

  private static String names(JsonNode schema) {
    List<String> names = new ArrayList<>(schema.path("properties").propertyNames());
    if (names.isEmpty()) {
      return "none";
    }
    List<String> first = names.subList(0, Math.min(names.size(), 12));
    String more = first.size() < names.size() ? " and %d more".formatted(names.size() - 12) : "";
    return String.join(", ", first) + more;
  }

  private static String below(StringBuilder path, String property) {
    return path.isEmpty() ? property : path + "." + property;
  }

  private static String shortened(String name) {
    return name.length() <= MAX_NAME
        ? name
        : String.format(Locale.ROOT, "%s…", name.substring(0, MAX_NAME));
  }
}
