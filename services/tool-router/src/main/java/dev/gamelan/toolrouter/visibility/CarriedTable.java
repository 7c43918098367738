package dev.gamelan.toolrouter.visibility;

import dev.gamelan.toolrouter.catalog.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What of people's calls each operation holds, read from a table with a row for each. */
@Component
final class CarriedTable {
  private static final String TABLE = "carried.tsv";

  /** Of an operation that the table forgot, nothing is passed on that cannot be judged. */
  private static final Carried FORGOTTEN = new Carried(Carried.Kind.ALL, "", "");

  private final Map<String, Carried> byOperation = new HashMap<>();

  CarriedTable() {
    for (String row : rows()) {
      String[] cells = row.split("\t", -1);
      byOperation.put(cells[0], new Carried(Carried.Kind.of(cells[1]), cells[2], cells[3]));
    }
  }

  private static List<String> rows() {
    try (InputStream table = CarriedTable.class.getResourceAsStream(TABLE)) {
      return new BufferedReader(
              new InputStreamReader(Objects.requireNonNull(table, TABLE), StandardCharsets.UTF_8))
          .lines()
          .skip(1)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Carried of(Operation operation) {
    return byOperation.getOrDefault(operation.toString(), FORGOTTEN);
  }

  Set<String> operations() {
    return Set.copyOf(byOperation.keySet());
  }
}
