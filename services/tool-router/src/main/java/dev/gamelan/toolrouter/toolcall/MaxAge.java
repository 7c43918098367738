package dev.gamelan.toolrouter.toolcall;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** How old an answer may be that is kept from an earlier request, as programs say it over HTTP. */
public sealed interface MaxAge {
  /** They leave it to what is usual for the kind of answer. */
  record Usual() implements MaxAge {}

  /** No older than that; where it is zero, Gong itself is asked. */
  record Within(Duration age) implements MaxAge {}

  /** They said something else. */
  record Unreadable(String sentence) implements MaxAge {}

  long MOST_SECONDS = 31_536_000;
  Pattern DIRECTIVE = Pattern.compile("max-age=\"?([0-9]{1,9})\"?");

  /** By HTTP's own {@code Cache-Control}; directives that say nothing of age are left alone. */
  static MaxAge ofHeaders(HttpHeaders headers) {
    MaxAge found = new Usual();
    for (String line : headers.getOrEmpty(HttpHeaders.CACHE_CONTROL)) {
      for (String part : List.of(line.toLowerCase(Locale.ROOT).split(","))) {
        String directive = part.strip();
        if (directive.equals("no-cache") || directive.equals("no-store")) {
          return new Within(Duration.ZERO);
        }
        if (directive.startsWith("max-age")) {
          Matcher age = DIRECTIVE.matcher(directive);
          if (!age.matches()) {
            return new Unreadable("max-age in Cache-Control must be a whole number of seconds.");
          }
          long seconds = Math.min(MOST_SECONDS, Long.parseLong(age.group(1)));
          found = new Within(Duration.ofSeconds(seconds));
        }
      }
    }
    return found;
  }

  /** Null where they leave it, or what they said cannot be read. */
  default @Nullable Duration orNull() {
    return this instanceof Within(Duration age) ? age : null;
  }
}
