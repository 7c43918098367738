package dev.gamelan.local.admin;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A JSON value as a person reads it in a table. */
final class Cell {
  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}+|\\p{Cf}");
  private static final int LONGEST = 80;
  private static final int MOST_NAMED = 4;

  private Cell() {}

  static String of(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? "yes" : "no";
    }
    if (value.isArray()) {
      String named =
          String.join(", ", value.valueStream().limit(MOST_NAMED).map(Cell::of).toList());
      int more = value.size() - MOST_NAMED;
      return more > 0 ? "%s and %d more".formatted(named, more) : named;
    }
    String text = plain(value.isObject() ? value.toString() : value.asString());
    return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
  }

  /** Without what would play tricks on a terminal. */
  static String plain(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(" ").strip();
  }
}
