package dev.gamelan.simulator.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The word lists beside this class, from which the company is made. */
final class Tables {
  private Tables() {}

  static List<String> lines(String resource) {
    try (InputStream stream = Tables.class.getResourceAsStream(resource)) {
      byte[] bytes = Objects.requireNonNull(stream, resource).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The rows below the header. */
  static List<String[]> rows(String resource) {
    return lines(resource).stream().skip(1).map(line -> line.split("\t", -1)).toList();
  }
}
