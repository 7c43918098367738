package dev.gamelan.toolrouter.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What Gong's specification says of each operation, from the tables that the simulator keeps. */
final class PublishedFacts {
  private static final String FOLDER = "/dev/gamelan/simulator/facts/";

  private PublishedFacts() {}

  record OperationFact(String operation, String effect, String paging, Set<String> scopes) {}

  /** One field, in the form in which {@link CatalogueFacts} describes the catalogue's. */
  record FieldFact(
      String operation,
      String in,
      String name,
      String type,
      String format,
      boolean required,
      Set<String> allowed,
      Map<String, String> limits) {}

  static List<OperationFact> operations() {
    return rows("operations.tsv")
        .map(row -> new OperationFact(row[0], row[2], row[3], words(row[5], " ")))
        .toList();
  }

  static List<FieldFact> fields() {
    return rows("fields.tsv")
        .map(
            row ->
                new FieldFact(
                    row[0],
                    row[1].startsWith("body:") ? "file" : row[1],
                    row[2],
                    type(row[1], row[3], row[4]),
                    row[4].equals("date-time") ? row[4] : "",
                    row[5].equals("yes"),
                    words(row[6], "[|,/]"),
                    limits(row[7])))
        .toList();
  }

  /** In a path or query a number is text all the same, and only text keeps its 64 bits. */
  private static String type(String in, String type, String format) {
    boolean id = format.equals("int64") && (in.equals("path") || in.equals("query"));
    return id ? "string" : type;
  }

  /** Some published enums hold one text that names several words. */
  private static Set<String> words(String column, String separator) {
    return Arrays.stream(column.split(separator))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Without the limits that limit nothing. */
  private static Map<String, String> limits(String column) {
    TreeMap<String, String> limits = new TreeMap<>();
    for (String limit : words(column, ";")) {
      String[] parts = limit.split("=");
      if (!limit.equals("minLength=0") && !limit.equals("maxItems=2147483647")) {
        limits.put(parts[0], parts[1]);
      }
    }
    return limits;
  }

  private static java.util.stream.Stream<String[]> rows(String table) {
    try (InputStream content = PublishedFacts.class.getResourceAsStream(FOLDER + table)) {
      String text =
          new String(Objects.requireNonNull(content, table).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(line -> line.split("\t", -1));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
