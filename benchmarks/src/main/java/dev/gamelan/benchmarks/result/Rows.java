package dev.gamelan.benchmarks.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Takes lines as they are found and writes each at once, so that none is lost with the rest. */
public final class Rows {
  private final Path table;
  private final Path notes;

  /**
   * @param table gets the lines of the table
   * @param notes gets what stands below it
   */
  public Rows(Path table, Path notes) {
    this.table = table;
    this.notes = notes;
  }

  public void add(Row row) {
    append(table, row.line());
  }

  /** A sentence on the method, or a line of a table of a figure's own. */
  public void note(String line) {
    append(notes, line);
  }

  private static void append(Path file, String line) {
    try {
      Files.writeString(
          file,
          line + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    System.out.println(line);
  }
}
