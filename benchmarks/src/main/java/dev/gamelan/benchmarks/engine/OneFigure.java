package dev.gamelan.benchmarks.engine;

import dev.gamelan.benchmarks.result.Rows;
import dev.gamelan.local.services.ServiceLog;
import java.nio.file.Path;

/** Measures one figure in a process of its own. */
public final class OneFigure {
  private OneFigure() {}

  public static void main(String[] arguments) throws Exception {
    EngineFigure figure = EngineFigure.valueOf(arguments[0]);
    Path data = Path.of(arguments[1]);
    ServiceLog.ofThisJvm(data);
    var rows = new Rows(Path.of(arguments[2]), Path.of(arguments[3]));
    int exit = 0;
    try {
      figure.measurement.measure(rows, data, Integer.getInteger("gamelan.benchmark.rounds", 5));
    } catch (Exception failed) {
      failed.printStackTrace();
      rows.add(
          dev.gamelan.benchmarks.result.Row.failed(
              figure + " " + figure.title, "failed: " + failed));
      exit = 1;
    }
    // Whatever a peer left running ends here.
    System.exit(exit);
  }
}
