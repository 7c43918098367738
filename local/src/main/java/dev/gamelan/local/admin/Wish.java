package dev.gamelan.local.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts together what an administrator wants, from options and files. */
final class Wish {
  private static final int LONGEST = 1024 * 1024;

  private Wish() {}

  /** What was not said is left as it is. */
  static void text(ObjectNode wish, String field, @Nullable String value) {
    if (value != null) {
      wish.put(field, value);
    }
  }

  static void texts(ObjectNode wish, String field, @Nullable Collection<String> values) {
    if (values != null) {
      ArrayNode array = wish.putArray(field);
      values.forEach(array::add);
    }
  }

  /** A JSON object from a file, or from standard input. */
  static ObjectNode document(String file) throws IOException {
    byte[] bytes;
    try {
      bytes =
          file.equals(Secret.STANDARD_INPUT)
              ? System.in.readNBytes(LONGEST)
              : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException missing) {
      throw new IOException("There is no file " + file + ".", missing);
    }
    try {
      JsonNode read = JsonMapper.shared().readTree(new String(bytes, StandardCharsets.UTF_8));
      if (read instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException notJson) {
      throw new IOException(
          "%s is not JSON from line %d, character %d on."
              .formatted(
                  file, notJson.getLocation().getLineNr(), notJson.getLocation().getColumnNr()),
          notJson);
    }
    throw new IOException(file + " must hold one JSON object.");
  }

  /** A moment, a day (its beginning, UTC), or how long from now, such as P30D. */
  static String until(String text, Instant now) throws IOException {
    try {
      if (text.startsWith("P")) {
        return now.plus(Duration.parse(text)).toString();
      }
      return text.contains("T")
          ? Instant.parse(text).toString()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    } catch (DateTimeException unreadable) {
      throw new IOException(
          "--until %s is not a time: say 2027-01-31T08:00:00Z, 2027-01-31, or P30D for thirty days from now."
              .formatted(text),
          unreadable);
    }
  }
}
