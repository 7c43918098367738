package dev.gamelan.toolrouter.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How large and how deep arguments may be, whatever the tool, before anything looks into them. */
final class Bounds {
  /** Gong's deepest body has 7 levels. */
  static final int MAX_DEPTH = 12;

  static final int MAX_VALUES = 10_000;
  static final int MAX_TEXT = 256 * 1024;

  private Bounds() {}

  private record Level(JsonNode value, int depth, boolean file) {}

  static @Nullable Problem problemWith(JsonNode arguments) {
    Deque<Level> open = new ArrayDeque<>();
    open.push(new Level(arguments, 1, false));
    int values = 0;
    long text = 0;
    while (!open.isEmpty()) {
      Level level = open.pop();
      if (level.depth > MAX_DEPTH) {
        return tooMuch("must not be nested deeper than %d levels".formatted(MAX_DEPTH));
      }
      if (++values > MAX_VALUES) {
        return tooMuch("must not hold more than %,d values".formatted(MAX_VALUES));
      }
      if (level.value.isString() && !level.file) {
        text += level.value.stringValue().length();
      }
      for (var entry : level.value.properties()) {
        text += entry.getKey().length();
        boolean file = level.depth == 1 && entry.getKey().equals(UploadedFile.CONTENT);
        open.push(new Level(entry.getValue(), level.depth + 1, file));
      }
      if (level.value.isArray()) {
        for (JsonNode element : level.value) {
          open.push(new Level(element, level.depth + 1, false));
        }
      }
      if (text > MAX_TEXT) {
        return tooMuch("must not hold more than %,d characters".formatted(MAX_TEXT));
      }
    }
    return null;
  }

  private static Problem tooMuch(String demand) {
    return new Problem("arguments", demand, "", true);
  }
}
