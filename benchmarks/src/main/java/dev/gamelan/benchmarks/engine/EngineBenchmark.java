package dev.gamelan.benchmarks.engine;

import dev.gamelan.benchmarks.result.Row;
import dev.gamelan.benchmarks.result.Rows;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Each figure in a process of its own, so that none can spoil another, and then one table. */
public final class EngineBenchmark {
  private final Path data;
  private final Path table;
  private final Path notes;

  public EngineBenchmark(Path data) {
    this.data = data;
    this.table = data.resolve("table.md");
    this.notes = data.resolve("notes.md");
  }

  /**
   * @param chosen the name of one figure, such as B3; all of them where it is empty
   */
  public void run(String chosen) throws IOException, InterruptedException {
    Files.createDirectories(data);
    System.out.println("Results as they come: " + table);
    long begun = System.nanoTime();
    List<EngineFigure> figures =
        chosen.isEmpty()
            ? Arrays.asList(EngineFigure.values())
            : List.of(EngineFigure.valueOf(chosen));
    for (EngineFigure figure : figures) {
      measure(figure);
    }
    print((System.nanoTime() - begun) / 60e9);
  }

  private void measure(EngineFigure figure) throws IOException, InterruptedException {
    System.out.printf("%n%s: %s%n", figure, figure.title);
    Path folder = Files.createDirectories(data.resolve(figure.name()));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-Xmx" + figure.heap,
            "-cp",
            System.getProperty("java.class.path"),
            OneFigure.class.getName(),
            figure.name(),
            folder.toString(),
            table.toString(),
            notes.toString()));
    Process process = new ProcessBuilder(command).inheritIO().start();
    var rows = new Rows(table, notes);
    var stopper = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      if (!process.waitFor(figure.longest.toSeconds(), TimeUnit.SECONDS)) {
        rows.add(
            Row.failed(
                figure + " " + figure.title,
                "not done within %d minutes".formatted(figure.longest.toMinutes())));
      } else if (process.exitValue() > 1) {
        rows.add(Row.failed(figure + " " + figure.title, "ended with code " + process.exitValue()));
      }
    } finally {
      end(process);
      Runtime.getRuntime().removeShutdownHook(stopper);
    }
  }

  /** With all that it started: broker, databases and services are its children. */
  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private void print(double minutes) throws IOException {
    System.out.printf(
        "%n%s, %s, %d cores, %s %s, Java %s, %s rounds where they are short; %.0f minutes%n%n",
        LocalDate.now(ZoneOffset.UTC),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.version(),
        Integer.getInteger("gamelan.benchmark.rounds", 5),
        minutes);
    System.out.println("| figure | Gamelan | peers | ratio | aim | |");
    System.out.println("|---|---|---|---|---|---|");
    for (Path file : List.of(table, notes)) {
      if (Files.exists(file)) {
        System.out.println(Files.readString(file));
      }
    }
  }

  private static String processor() throws IOException {
    Path about = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(about)) {
      return "unknown processor";
    }
    try (Stream<String> lines = Files.lines(about)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    }
  }
}
