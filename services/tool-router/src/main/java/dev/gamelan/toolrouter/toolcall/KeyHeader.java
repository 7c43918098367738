package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.toolrouter.catalog.KeyArgument;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** By what programs name a write over HTTP, so that trying it again does not do it twice. */
public sealed interface KeyHeader {
  String NAME = "Idempotency-Key";

  /** Says {@code true} where an answer is the first one, given again. */
  String REPLAYED = "Idempotent-Replayed";

  /** They do not. */
  record None() implements KeyHeader {}

  record Key(String value) implements KeyHeader {}

  /** They said something else. */
  record Unreadable(String sentence) implements KeyHeader {}

  Pattern QUOTED = Pattern.compile("\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*\"");
  Pattern BARE = Pattern.compile("[!#-~]+");

  /** A string in quotes, as structured fields have it, or the same without them. */
  static KeyHeader of(HttpHeaders headers) {
    List<String> lines = headers.getOrEmpty(NAME);
    if (lines.isEmpty()) {
      return new None();
    }
    String line = lines.getFirst().strip();
    String key =
        QUOTED.matcher(line).matches()
            ? line.substring(1, line.length() - 1).replaceAll("\\\\(.)", "$1")
            : BARE.matcher(line).matches() ? line : "";
    return lines.size() == 1 && KeyArgument.isKey(key)
        ? new Key(key)
        : new Unreadable(
            "%s must be one string in quotes, of %s.".formatted(NAME, KeyArgument.FORM));
  }

  /** Null where there is none, or it cannot be read. */
  default @Nullable String orNull() {
    return this instanceof Key(String value) ? value : null;
  }
}
