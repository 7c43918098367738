package dev.gamelan.local.admin;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A name and the secret that goes with it. Never from an argument, which other users of the machine
 * see: from a file, from standard input, or typed.
 */
record Secret(String name, String value) {
  /** As a file's name: standard input. */
  static final String STANDARD_INPUT = "-";

  private static final long LONGEST = 16 * 1024;

  /** Both in two lines, the name first. */
  static Secret read(String file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return of(new InputStreamReader(System.in, StandardCharsets.UTF_8), "Standard input");
    }
    Path path = Path.of(file);
    try {
      if (Files.size(path) > LONGEST) {
        throw new IOException(file + " is too large to be a name and a secret in two lines.");
      }
      try (Reader reader = Files.newBufferedReader(path)) {
        return of(reader, file);
      }
    } catch (NoSuchFileException missing) {
      throw new IOException("There is no file " + file + ".", missing);
    }
  }

  static Secret of(Reader reader, String where) throws IOException {
    List<String> lines =
        new BufferedReader(reader)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .limit(3)
            .toList();
    if (lines.size() != 2) {
      throw new IOException(
          where + " must have two lines: first the name (the access key), then the secret.");
    }
    return new Secret(lines.get(0), lines.get(1));
  }

  /** What is typed for the secret is not shown. */
  static Secret ask(String name, String value) throws IOException {
    Console console = System.console();
    if (console == null) {
      throw new IOException(
          "Nobody is there to type a secret. Name a file that has it, or - for standard input.");
    }
    String typed = console.readLine("%s: ", name);
    char[] secret = console.readPassword("%s (not shown): ", value);
    if (typed == null || secret == null) {
      throw new IOException("Nothing was typed, so nothing was done.");
    }
    return new Secret(typed.strip(), new String(secret).strip());
  }

  /** It is never to be read in an error or a log. */
  @Override
  public String toString() {
    return "Secret[" + name + "]";
  }
}
