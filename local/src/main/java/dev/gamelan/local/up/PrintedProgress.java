package dev.gamelan.local.up;

import java.io.PrintWriter;

/** Prints each part with the seconds since the start. */
final class PrintedProgress implements Progress {
  private final PrintWriter out;
  private final long start = System.nanoTime();

  PrintedProgress(PrintWriter out) {
    this.out = out;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public synchronized void ready(String part) {
    out.printf("  %5.1f s  %s%n", seconds(), part);
    out.flush();
  }

  @Override
  public synchronized void notice(String sentence) {
    out.println(sentence);
    out.flush();
  }
}
