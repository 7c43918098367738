package dev.gamelan.toolrouter.catalog;

/** The catalogue's files are not as they must be: a bug, found at start. */
final class BadCatalogException extends IllegalStateException {
  BadCatalogException(String where, String problem) {
    super("The tool catalogue cannot be used: %s: %s".formatted(where, problem));
  }
}
