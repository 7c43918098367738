package dev.gamelan.benchmarks;

import dev.gamelan.benchmarks.edge.EdgeThroughput;
import dev.gamelan.benchmarks.edge.IdleStreams;
import dev.gamelan.benchmarks.engine.EngineBenchmark;
import dev.gamelan.local.services.ServiceLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs all measurements one after the other and prints what they found. */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) throws Exception {
    Path project = Path.of(arguments[0]);
    Path data = Files.createTempDirectory("gamelan-benchmark");
    String chosen = arguments[1];
    if (chosen.equals("engine") || chosen.startsWith("engine.")) {
      new EngineBenchmark(data).run(chosen.substring(Math.min(chosen.length(), 7)));
      System.exit(0);
    }
    ServiceLog.ofThisJvm(data);
    List<Figure> figures = new ArrayList<>();
    if (!chosen.equals("edge")) {
      figures.addAll(new GovernanceFolding(data.resolve("governance")).measure());
    }
    if (chosen.equals("all")) {
      new EngineBenchmark(data.resolve("engine")).run("");
      figures.addAll(new StartUp(project, data.resolve("start")).measure());
    }
    // Last, since they move this process to other cores.
    if (!chosen.equals("governance")) {
      figures.addAll(new EdgeThroughput(project, data.resolve("edge")).measure());
      figures.addAll(new IdleStreams(data.resolve("streams")).measure());
    }

    System.out.printf(
        "%n%d cores, %s %s, Java %s%n%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.version());
    System.out.println("| figure | value | aim |");
    System.out.println("|---|---|---|");
    figures.forEach(
        figure ->
            System.out.printf("| %s | %s | %s |%n", figure.name(), figure.value(), figure.aim()));
    System.exit(0);
  }
}
