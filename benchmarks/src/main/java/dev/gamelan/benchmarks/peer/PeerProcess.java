package dev.gamelan.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The usual consumer as a process that can be killed and is started again at once. */
public final class PeerProcess implements AutoCloseable {
  private final List<String> command;
  private final Path log;
  private Process process;

  /**
   * @param settings of its consumer's, over Kafka's defaults
   */
  public PeerProcess(
      Path log, String servers, String gong, Duration spacing, Map<String, String> settings)
      throws IOException {
    this.log = log;
    command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the services of an installation are started.
    command.addAll(
        List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-Dgamelan.log.file=" + log,
            "-cp",
            System.getProperty("java.class.path"),
            PeerProcess.class.getName(),
            servers,
            gong,
            String.valueOf(spacing.toMillis())));
    settings.forEach((name, value) -> command.add(name + "=" + value));
    process = launch();
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(Path.of(log + ".out").toFile()))
        .start();
  }

  /** As kill -9 does, and somebody who starts it again. */
  public void kill() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = launch();
  }

  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> settings = new HashMap<>();
    for (int index = 3; index < arguments.length; index++) {
      String[] setting = arguments[index].split("=", 2);
      settings.put(setting[0], setting[1]);
    }
    try (var service =
        new FifoService(
            arguments[0],
            arguments[1],
            Duration.ofMillis(Long.parseLong(arguments[2])),
            settings)) {
      Thread.currentThread().join();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
