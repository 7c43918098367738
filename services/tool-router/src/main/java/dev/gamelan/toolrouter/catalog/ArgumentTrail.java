package dev.gamelan.toolrouter.catalog;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the audit trail keeps of a call's arguments: a digest of all, and in clear only what cannot
 * hold personal data by its form — Gong's decimal ids, moments and days, words of a closed
 * vocabulary, and whether a further page was asked for. Emails, phone numbers, ids of other
 * systems, free text and files are never in clear.
 *
 * @param digest SHA-256 of the arguments as canonical JSON, hex
 * @param inClear by the argument's path, such as {@code filter.fromDateTime}
 */
public record ArgumentTrail(String digest, Map<String, String> inClear) {
  private static final int MAX_ENTRIES = 24;
  private static final int MAX_LISTED = 10;

  /** Of arguments in any state: also refused ones leave a trail. */
  public static ArgumentTrail of(Tool tool, @Nullable JsonNode arguments) {
    Map<String, String> inClear = new TreeMap<>();
    if (arguments != null) {
      collect("", arguments, tool.inputSchema(), inClear);
    }
    return new ArgumentTrail(digest(arguments), Map.copyOf(inClear));
  }

  /** Of a tool that does not exist: nothing says which of its arguments are harmless. */
  public static ArgumentTrail ofUnknownTool(@Nullable JsonNode arguments) {
    return new ArgumentTrail(digest(arguments), Map.of());
  }

  private static String digest(@Nullable JsonNode arguments) {
    return CanonicalJson.sha256(
        arguments == null ? JsonNodeFactory.instance.objectNode() : arguments);
  }

  private static void collect(
      String path, JsonNode value, JsonNode schema, Map<String, String> inClear) {
    for (Map.Entry<String, JsonNode> known : schema.path("properties").properties()) {
      JsonNode below = value.path(known.getKey());
      if (below.isMissingNode() || below.isNull() || inClear.size() >= MAX_ENTRIES) {
        continue;
      }
      String name = path.isEmpty() ? known.getKey() : path + "." + known.getKey();
      switch (known.getValue().path("type").asString("")) {
        case "object" -> collect(name, below, known.getValue(), inClear);
        case "array" -> putListed(name, below, known.getValue().path("items"), inClear);
        default -> {
          String harmless = harmless(known.getKey(), below, known.getValue());
          if (harmless != null) {
            inClear.put(name, harmless);
          }
        }
      }
    }
  }

  private static void putListed(
      String name, JsonNode value, JsonNode items, Map<String, String> inClear) {
    List<String> listed = new ArrayList<>();
    for (JsonNode element : value.isArray() ? value : List.of(value)) {
      String harmless = harmless("", element, items);
      if (harmless != null) {
        listed.add(harmless);
      }
    }
    if (!listed.isEmpty()) {
      int shown = Math.min(listed.size(), MAX_LISTED);
      String more = shown < listed.size() ? " and %d more".formatted(listed.size() - shown) : "";
      inClear.put(name, String.join(",", listed.subList(0, shown)) + more);
    }
  }

  private static @Nullable String harmless(String name, JsonNode value, JsonNode schema) {
    if (name.equals("cursor")) {
      return "present";
    }
    if (!value.isString() && !value.isIntegralNumber()) {
      return null;
    }
    String text = value.asString();
    boolean harmless =
        switch (schema.path("format").asString("")) {
          case "date-time" -> isMoment(text);
          case "date" -> isDay(text);
          default ->
              isOneOf(text, schema.path("enum"))
                  || (GongId.isWantedBy(schema) && GongId.matches(text));
        };
    return harmless ? text : null;
  }

  private static boolean isOneOf(String text, JsonNode allowed) {
    return allowed.valueStream().anyMatch(word -> word.asString().equals(text));
  }

  private static boolean isMoment(String text) {
    try {
      return text.length() <= 40 && OffsetDateTime.parse(text).getYear() > 0;
    } catch (DateTimeParseException other) {
      return false;
    }
  }

  private static boolean isDay(String text) {
    try {
      return LocalDate.parse(text).getYear() > 0;
    } catch (DateTimeParseException other) {
      return false;
    }
  }
}
