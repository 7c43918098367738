package dev.gamelan.simulator.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All published operations, read from the tables beside this class. */
public final class Facts {
  private final Map<String, OperationFacts> operations;

  private Facts(Map<String, OperationFacts> operations) {
    this.operations = operations;
  }

  public static Facts published() {
    var departures = Departures.read(rows("departures.tsv"));
    Map<String, List<FieldFacts>> fields = new HashMap<>();
    for (String[] row : rows("fields.tsv")) {
      fields
          .computeIfAbsent(row[0], name -> new ArrayList<>())
          .add(departures.apply(row[0], field(row)));
    }
    Map<String, OperationFacts> operations = new LinkedHashMap<>();
    for (String[] row : rows("operations.tsv")) {
      operations.put(row[0], operation(row, fields.getOrDefault(row[0], List.of())));
    }
    return new Facts(operations);
  }

  public OperationFacts of(String operation) {
    return Objects.requireNonNull(operations.get(operation), operation);
  }

  public List<OperationFacts> all() {
    return List.copyOf(operations.values());
  }

  private static OperationFacts operation(String[] row, List<FieldFacts> fields) {
    return new OperationFacts(
        row[0],
        OperationFacts.Effect.valueOf(row[2].toUpperCase(Locale.ROOT)),
        OperationFacts.Paging.valueOf(row[3].toUpperCase(Locale.ROOT)),
        body(row[4], fields),
        row[5].isBlank() ? List.of() : List.of(row[5].split(" ")),
        List.copyOf(fields));
  }

  private static OperationFacts.BodyKind body(String contentType, List<FieldFacts> fields) {
    if (contentType.startsWith("multipart")) {
      return OperationFacts.BodyKind.MULTIPART;
    }
    boolean inBody = fields.stream().anyMatch(field -> field.place() == FieldFacts.Place.BODY);
    return inBody ? OperationFacts.BodyKind.JSON : OperationFacts.BodyKind.NONE;
  }

  private static FieldFacts field(String[] row) {
    var place =
        switch (row[1]) {
          case "path" -> FieldFacts.Place.PATH;
          case "query" -> FieldFacts.Place.QUERY;
          case "body" -> FieldFacts.Place.BODY;
          default -> FieldFacts.Place.FILE;
        };
    return new FieldFacts(
        place, row[2], row[3], row[4], row[5].equals("yes"), allowed(row[6]), limits(row[7]));
  }

  /** Some published lists name their values in one string: "a, b" or "a / b". */
  private static List<String> allowed(String column) {
    return Arrays.stream(column.split("[|,/]"))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .distinct()
        .toList();
  }

  private static Map<String, Long> limits(String column) {
    return Stream.of(column.split(";"))
        .filter(limit -> !limit.isBlank())
        .map(limit -> limit.split("="))
        .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> Long.valueOf(pair[1])));
  }

  private static List<String[]> rows(String resource) {
    try (InputStream stream = Facts.class.getResourceAsStream(resource)) {
      String text =
          new String(
              Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(line -> line.split("\t", -1)).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
