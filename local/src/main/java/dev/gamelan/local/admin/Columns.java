package dev.gamelan.local.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The columns of a table and which field of each item they show. */
final class Columns {
  private final Map<String, String> fields = new LinkedHashMap<>();

  private Columns() {}

  /**
   * @param columns each a heading and a JSON pointer, such as {@code NAME=/name}
   */
  static Columns of(String... columns) {
    var made = new Columns();
    for (String column : columns) {
      String[] parts = column.split("=", 2);
      made.fields.put(parts[0], parts[1]);
    }
    return made;
  }

  /** The heading first. */
  List<List<String>> rows(List<JsonNode> items) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.copyOf(fields.keySet()));
    for (JsonNode item : items) {
      rows.add(fields.values().stream().map(field -> Cell.of(item.at(field))).toList());
    }
    return rows;
  }
}
