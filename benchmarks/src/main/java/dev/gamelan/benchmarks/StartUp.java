package dev.gamelan.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How long a newcomer waits from {@code ./gamelan up} to the first answer, and what it takes. */
final class StartUp {
  private static final int ROUNDS = 3;

  private final Path project;
  private final Path data;

  StartUp(Path project, Path data) {
    this.project = project;
    this.data = data;
  }

  List<Figure> measure() throws Exception {
    double[] seconds = new double[ROUNDS];
    double[] megabytes = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      var up =
          new ProcessBuilder(
                  project.resolve("gamelan").toString(),
                  "up",
                  "--port",
                  "0",
                  "--data",
                  data.resolve(String.valueOf(round)).toString())
              .redirectErrorStream(true)
              .start();
      try {
        awaitFirstAnswer(up);
        seconds[round] = (System.nanoTime() - start) / 1e9;
        megabytes[round] = residentMegabytes(up.toHandle());
      } finally {
        up.destroy();
        up.waitFor(60, TimeUnit.SECONDS);
      }
    }
    return List.of(
        new Figure(
            "./gamelan up to the first answer, once built",
            "%.1f s".formatted(Samples.median(seconds)),
            "≤ 30 s"),
        new Figure(
            "resident memory of the one JVM, PostgreSQL and Redis",
            "%.0f MB".formatted(Samples.median(megabytes)),
            "≤ 1,200 MB"));
  }

  private static void awaitFirstAnswer(Process up) throws IOException {
    var output = up.inputReader(StandardCharsets.UTF_8);
    var said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (line.contains("had the answer")) {
        return;
      }
    }
    throw new IOException("./gamelan up ended before its first call:\n" + said);
  }

  private static double residentMegabytes(ProcessHandle launcher) throws Exception {
    double kilobytes = 0;
    for (ProcessHandle process :
        Stream.concat(Stream.of(launcher), launcher.descendants()).toList()) {
      var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(process.pid())).start();
      String said = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      kilobytes += said.isEmpty() ? 0 : Double.parseDouble(said);
    }
    return kilobytes / 1024;
  }
}
