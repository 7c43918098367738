package dev.gamelan.toolrouter.catalog;

import java.util.Locale;

/**
 * How an operation says that nothing matches: Gong answers 404 where a caller expects an empty
 * list.
 *
 * @param list the field of the answer that would hold what was found
 * @param saying what Gong's error text must contain; empty where each 404 means the same
 */
record NothingFound(String list, String saying) {
  boolean isSaidBy(String errorText) {
    return errorText.toLowerCase(Locale.ROOT).contains(saying.toLowerCase(Locale.ROOT));
  }
}
