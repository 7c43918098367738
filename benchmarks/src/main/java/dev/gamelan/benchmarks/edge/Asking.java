package dev.gamelan.benchmarks.edge;

import java.io.IOException;

/** Asks the same thing over and over, each answer the answer to a POST. */
record Asking(Wire wire, byte[] request) implements Door.Client {
  @Override
  public void ask() throws IOException {
    wire.send(request);
    if (wire.readAnswer() < 20) {
      throw new IOException("No answer");
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
