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
      case "integer" -> "a whole number" + range(schema);
      case "number" -> "a number" + range(schema);
      case "boolean" -> "true or false";
      case "array" ->
          "a list%s, each %s"
              .formatted(size(schema, "minItems", "maxItems", ""), expected(schema.path("items")));
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
          case "date-time" -> "a date and time with Z or an offset";
          case "date" -> "a day as YYYY-MM-DD";
          case "email" -> "an email address";
          default ->
              GongId.isWantedBy(schema)
                  ? "an id of 1 to 20 digits in quotes"
                  : "a text" + size(schema, "minLength", "maxLength", " characters");
        };
    JsonNode example = schema.path("examples").path(0);
    return kind + (example.isMissingNode() ? "" : " such as " + example.asString());
  }

  private static String size(JsonNode schema, String least, String most, String unit) {
    long low = schema.path(least).asLong(0);
    long high = schema.path(most).asLong(Long.MAX_VALUE);
    if (high < Long.MAX_VALUE) {
      return low > 0
          ? " of %,d to %,d%s".formatted(low, high, unit)
          : " of at most %,d%s".formatted(high, unit);
    }
    return low > 0 ? " of at least %,d%s".formatted(low, unit) : "";
  }

  private static String range(JsonNode schema) {
    JsonNode low = schema.path("minimum");
    JsonNode high = schema.path("maximum");
    if (low.isNumber()) {
      return high.isNumber() ? " from %s to %s".formatted(low, high) : " from %s on".formatted(low);
    }
    return high.isNumber() ? " up to %s".formatted(high) : "";
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
