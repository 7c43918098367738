package dev.gamelan.system.faults;

import java.io.IOException;

/** Stops a process where it stands, and lets it go on as if nothing had been. */
final class Signals {
  private Signals() {}

  static void kill(long pid) {
    if (!ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
      throw new IllegalStateException("No process " + pid);
    }
  }

  static void freeze(long pid) throws IOException, InterruptedException {
    send("-STOP", pid);
  }

  static void thaw(long pid) throws IOException, InterruptedException {
    send("-CONT", pid);
  }

  private static void send(String signal, long pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill %s %d ended with %d".formatted(signal, pid, code));
    }
  }
}
