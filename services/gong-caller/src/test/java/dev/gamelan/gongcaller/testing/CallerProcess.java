package dev.gamelan.gongcaller.testing;

import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.GongCallerApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gong-caller in a process of its own, for tests that kill one. */
public final class CallerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

  private final Process process;
  private final Path log;

  public CallerProcess(Surroundings around, String... more) throws IOException {
    this(around.arguments(more));
  }

  CallerProcess(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                GongCallerApplication.class.getName()));
    command.addAll(arguments);
    log = Files.createTempFile("gong-caller", ".log");
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Where it listens, once it does. */
  public String url() {
    await().alias("the start of a gong-caller").atMost(PATIENCE).until(() -> port().find());
    Matcher port = port();
    if (!port.find()) {
      throw new IllegalStateException("It listened a moment ago");
    }
    return "http://localhost:" + port.group(1);
  }

  private Matcher port() {
    try {
      return PORT.matcher(Files.readString(log));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** As kill -9 does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops its clockwork as a laptop's lid, a debugger or a starved host does. */
  public void freeze() {
    signal("-STOP");
  }

  public void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      int code = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill %s failed: %d".formatted(signal, code));
      }
    } catch (IOException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  /** As an orchestrator does: asks, and waits until it is done. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("gong-caller did not stop within a minute");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
