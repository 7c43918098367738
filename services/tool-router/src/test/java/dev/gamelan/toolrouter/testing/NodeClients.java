package dev.gamelan.toolrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the scripts of src/test/clients by Node.js, with the clients that they need. */
public final class NodeClients {
  private static final Path SOURCES = Path.of("src/test/clients");
  private static final Path INSTALLED = Path.of("target/clients");

  private NodeClients() {}

  public static NodeClients installed() {
    try {
      Files.createDirectories(INSTALLED);
      try (Stream<Path> files = Files.list(SOURCES)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(
              file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    var clients = new NodeClients();
    clients.run(List.of("npm", "ci", "--no-audit", "--no-fund"));
    return clients;
  }

  /** What the script printed. */
  public String run(String script, String... arguments) {
    return run(Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList());
  }

  private String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(INSTALLED.toFile())
              .redirectErrorStream(true)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      assertThat(ended && process.exitValue() == 0)
          .as("%s: %s", String.join(" ", command.subList(0, 2)), printed)
          .isTrue();
      return printed;
    } catch (IOException missing) {
      throw new UncheckedIOException(
          "This test needs Node.js 20 or newer with npm on the path", missing);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
