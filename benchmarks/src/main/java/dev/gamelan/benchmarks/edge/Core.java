package dev.gamelan.benchmarks.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps who is measured and who measures on cores of their own, where the system can do that. */
final class Core {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private Core() {}

  static boolean pinned() {
    return CORES > 1 && Files.isExecutable(TASKSET);
  }

  /** A command on the core of those who are measured. */
  static List<String> measured(List<String> command) {
    return on("0", command);
  }

  /** A command on all other cores. */
  static List<String> others(List<String> command) {
    return on("1-" + (CORES - 1), command);
  }

  private static List<String> on(String cores, List<String> command) {
    List<String> pinned = new ArrayList<>();
    if (pinned()) {
      pinned.addAll(List.of(TASKSET.toString(), "-c", cores));
    }
    pinned.addAll(command);
    return pinned;
  }

  /** Moves this process, which generates the load, off the measured core. */
  static void leave() throws IOException, InterruptedException {
    if (pinned()) {
      new ProcessBuilder(
              TASKSET.toString(),
              "-acp",
              "1-" + (CORES - 1),
              String.valueOf(ProcessHandle.current().pid()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }
}
