package dev.gamelan.toolrouter.catalog;

/**
 * One thing that is wrong with the arguments of a call.
 *
 * @param argument where, such as {@code filter.callIds[2]}
 * @param demand what was expected there, as the rest of a sentence
 * @param given what stood there instead, bounded; empty where nothing did
 * @param known whether the tool has such an argument; if not, its name is the caller's own text
 */
public record Problem(String argument, String demand, String given, boolean known) {

  public String sentence() {
    String found = given.isEmpty() ? "" : "; given was " + given;
    return "%s %s%s.".formatted(argument, demand, found);
  }

  String sentenceWithoutValues() {
    return known ? "%s %s.".formatted(argument, demand) : "An argument is unknown.";
  }
}
