package dev.gamelan.toolrouter.mcp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How old an answer may be that is kept from an earlier request, as a request's metadata says. */
final class AnswerAge {
  static final String META_MAX_AGE = "dev.gamelan/maxAgeSeconds";
  private static final long MOST_SECONDS = 31_536_000;

  private AnswerAge() {}

  /** What is wrong with what it says; null where nothing is. */
  static @Nullable String problem(JsonNode meta) {
    JsonNode said = meta.path(META_MAX_AGE);
    return said.isMissingNode() || isAge(said)
        ? null
        : "%s in _meta must be a whole number of seconds, from 0 to %d."
            .formatted(META_MAX_AGE, MOST_SECONDS);
  }

  private static boolean isAge(JsonNode said) {
    return said.isIntegralNumber()
        && said.canConvertToLong()
        && said.longValue() >= 0
        && said.longValue() <= MOST_SECONDS;
  }

  /** Null where it leaves that to what is usual for the kind of answer. */
  static @Nullable Duration most(JsonNode meta) {
    JsonNode said = meta.path(META_MAX_AGE);
    return isAge(said) ? Duration.ofSeconds(said.longValue()) : null;
  }
}
