package dev.gamelan.toolrouter.catalog;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Gong's own ids: up to 20 decimal digits, always as text. */
final class GongId {
  private static final Pattern FORM = Pattern.compile("^[0-9]{1,20}$");

  private GongId() {}

  static boolean isWantedBy(JsonNode schema) {
    return schema.path("pattern").asString("").equals(FORM.pattern());
  }

  static boolean matches(String text) {
    return FORM.matcher(text).matches();
  }
}
