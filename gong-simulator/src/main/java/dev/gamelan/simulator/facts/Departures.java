package dev.gamelan.simulator.facts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the server was seen to do otherwise than what is published about it. */
record Departures(Map<String, String> byField) {

  static Departures read(List<String[]> rows) {
    Map<String, String> byField = new HashMap<>();
    for (String[] row : rows) {
      byField.put(row[0] + " " + row[1], row[2]);
    }
    return new Departures(Map.copyOf(byField));
  }

  /** The field as the server really treats it. */
  FieldFacts apply(String operation, FieldFacts field) {
    return switch (byField.getOrDefault(operation + " " + field.name(), "none")) {
      case "none" -> field;
      case "date" -> field.formatted("date", field.required());
      case "date-time" -> field.formatted("date-time", field.required());
      case "optional-date-time" -> field.formatted("date-time", false);
      case "the-body-itself" -> field.asBody(Map.of("maxItems", 100L));
      default -> throw new IllegalStateException("no such departure for " + field.name());
    };
  }
}
