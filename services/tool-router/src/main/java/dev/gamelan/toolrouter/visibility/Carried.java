package dev.gamelan.toolrouter.visibility;

import java.util.Arrays;

/**
 * What of people's calls an operation's answer, or its request, holds.
 *
 * @param list where the list stands in the answer or the arguments; empty where there is none
 * @param id where an element names the call or the person, with dots
 */
record Carried(Kind kind, String list, String id) {
  /** As the table names them. */
  enum Kind {
    NOTHING,
    /** A list of calls with what decides on them. */
    CALLS,
    /** One such call. */
    CALL,
    /** A list of things that belong to calls, which they name by id. */
    NAMED,
    /** A list of people and what is counted of their calls. */
    PEOPLE,
    /** The same, with the ids of calls in it. */
    DAYS,
    /** Something made of calls that cannot be told apart. */
    ALL,
    /** Nothing; but the request names calls that it changes. */
    SENT;

    static Kind of(String written) {
      return Arrays.stream(values())
          .filter(kind -> kind.name().equalsIgnoreCase(written))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("'%s' is no kind".formatted(written)));
    }
  }
}
