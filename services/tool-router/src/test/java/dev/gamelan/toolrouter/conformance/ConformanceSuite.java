package dev.gamelan.toolrouter.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** MCP's conformance suite, with the Node.js it needs, as npm installs them from a lock file. */
final class ConformanceSuite {
  private static final Path SOURCES = Path.of("src/test/conformance");
  private static final Path INSTALLED = Path.of("target/conformance");
  private static final Pattern SUMMARY =
      Pattern.compile("^(✓|✗) ([a-z0-9-]+): (\\d+) passed, (\\d+) failed.*");
  private static final Pattern NOT_SCORED = Pattern.compile("^ +(?:✓|✗) ([a-z0-9-]+) \\(.*");

  private final Path node;

  /**
   * What a run found.
   *
   * @param required the scenarios that count, and whether each passed
   * @param others those that do not
   */
  record Found(
      int exitCode, Map<String, Boolean> required, Map<String, Boolean> others, String printed) {
    Set<String> failed() {
      return where(required, false);
    }

    Set<String> passedBesides() {
      return where(others, true);
    }

    private static Set<String> where(Map<String, Boolean> scenarios, boolean passed) {
      Set<String> names = new LinkedHashSet<>();
      scenarios.forEach(
          (name, success) -> {
            if (success == passed) {
              names.add(name);
            }
          });
      return names;
    }
  }

  private record Ended(int exitCode, String printed) {}

  private ConformanceSuite(Path node) {
    this.node = node;
  }

  static ConformanceSuite install() {
    try {
      Files.createDirectories(INSTALLED);
      try (Stream<Path> files = Files.list(SOURCES)) {
        for (Path file : files.toList()) {
          Files.copy(
              file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Ended ended = run(List.of("npm", "ci", "--no-audit", "--no-fund"));
      if (ended.exitCode() != 0) {
        throw new IllegalStateException(ended.printed());
      }
      try (Stream<Path> modules = Files.list(INSTALLED.resolve("node_modules"))) {
        return new ConformanceSuite(
            modules
                .filter(module -> module.getFileName().toString().startsWith("node-"))
                .map(module -> module.resolve("bin/node").toAbsolutePath())
                .filter(Files::isExecutable)
                .findAny()
                .orElseThrow(
                    () -> new IllegalStateException("There is no Node.js for this platform")));
      }
    } catch (IOException problem) {
      throw new UncheckedIOException("This test needs npm on the path", problem);
    }
  }

  /** Runs the scenarios that a revision requires, and those that are reported besides. */
  Found run(String url, String revision) {
    return read(
        run(
            List.of(
                node.toString(),
                "node_modules/@modelcontextprotocol/conformance/dist/index.js",
                "server",
                "--url",
                url,
                "--requirements",
                revision,
                "-o",
                "out-" + revision)));
  }

  private static Found read(Ended ended) {
    Map<String, Boolean> passed = new LinkedHashMap<>();
    Set<String> notScored = new LinkedHashSet<>();
    for (String line : ended.printed().lines().toList()) {
      String plain = line.replaceAll("\u001b\\[[0-9;]*m", "");
      Matcher summary = SUMMARY.matcher(plain);
      Matcher unscored = NOT_SCORED.matcher(plain);
      if (summary.matches()) {
        passed.put(summary.group(2), summary.group(1).equals("✓"));
      } else if (unscored.matches()) {
        notScored.add(unscored.group(1));
      }
    }
    Map<String, Boolean> required = new LinkedHashMap<>(passed);
    required.keySet().removeAll(notScored);
    Map<String, Boolean> others = new LinkedHashMap<>(passed);
    others.keySet().retainAll(notScored);
    return new Found(ended.exitCode(), required, others, ended.printed());
  }

  private static Ended run(List<String> command) throws UncheckedIOException {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command))
              .directory(INSTALLED.toFile())
              .redirectErrorStream(true)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("Not done after two minutes: " + printed);
      }
      return new Ended(process.exitValue(), printed);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
