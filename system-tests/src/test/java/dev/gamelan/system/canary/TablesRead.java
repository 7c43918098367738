package dev.gamelan.system.canary;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Every column of every row of a database, as text. */
record TablesRead(String url, Canaries canaries) {
  List<Canaries.Sighting> search() throws SQLException {
    List<Canaries.Sighting> sightings = new ArrayList<>();
    String database = url.substring(url.lastIndexOf('/') + 1);
    try (Connection connection = DriverManager.getConnection(url, "postgres", "")) {
      for (String[] column : columns(connection)) {
        String place = "table %s.%s.%s".formatted(database, column[1], column[2]);
        String query =
            "select \"%s\"::text from \"%s\".\"%s\"".formatted(column[2], column[0], column[1]);
        try (var statement = connection.createStatement();
            ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            String text = rows.getString(1);
            if (text != null) {
              sightings.addAll(canaries.seenIn(place, text));
            }
          }
        }
      }
    }
    return sightings;
  }

  private static List<String[]> columns(Connection connection) throws SQLException {
    List<String[]> columns = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select c.table_schema, c.table_name, c.column_name from information_schema.columns c"
                    + " join information_schema.tables t using (table_schema, table_name)"
                    + " where t.table_type = 'BASE TABLE'"
                    + " and c.table_schema not in ('pg_catalog', 'information_schema')")) {
      while (rows.next()) {
        columns.add(new String[] {rows.getString(1), rows.getString(2), rows.getString(3)});
      }
    }
    return columns;
  }
}
