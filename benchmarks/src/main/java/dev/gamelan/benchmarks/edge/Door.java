package dev.gamelan.benchmarks.edge;

import java.io.IOException;

/** A gateway that is measured. */
interface Door extends AutoCloseable {
  String name();

  /** A client of its own, which asks one thing after the other. */
  Client connect(Asked asked) throws IOException;

  /** What is asked. */
  enum Asked {
    LIST("tools/list"),
    REFUSED_CALL("refused tools/call");

    private final String shown;

    Asked(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  /** Asks once each time, and reads all of the answer. */
  interface Client extends AutoCloseable {
    void ask() throws IOException;

    @Override
    void close() throws IOException;
  }

  @Override
  void close() throws IOException;
}
