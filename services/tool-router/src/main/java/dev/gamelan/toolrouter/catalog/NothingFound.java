package dev.gamelan.toolrouter.catalog;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an operation says that nothing matches: Gong answers 404 where a caller expects an empty
 * list.
 *
 * @param list the field of the answer that would hold what was found
 * @param saying what Gong's error text then contains; null where each 404 means the same
 */
record NothingFound(String list, @Nullable String saying) {
  NothingFound {
    Objects.requireNonNull(list, "'nothingFound' has no list");
  }

  boolean isSaidBy(String errorText) {
    return saying == null
        || errorText.toLowerCase(Locale.ROOT).contains(saying.toLowerCase(Locale.ROOT));
  }
}
