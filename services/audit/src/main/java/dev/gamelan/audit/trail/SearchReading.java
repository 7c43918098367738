package dev.gamelan.audit.trail;

/** What became of the query parameters of a search. */
sealed interface SearchReading {
  record Understood(EventSearch search) implements SearchReading {}

  /** Says of each bad parameter what was expected. */
  record NotUnderstood(String detail) implements SearchReading {}
}
