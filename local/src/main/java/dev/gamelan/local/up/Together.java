package dev.gamelan.local.up;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;

/** Starts parts side by side; a part that came up is owned even if its neighbour failed. */
final class Together {
  private final BiConsumer<String, AutoCloseable> owner;

  Together(BiConsumer<String, AutoCloseable> owner) {
    this.owner = owner;
  }

  <T extends AutoCloseable> FutureTask<T> run(String name, Callable<T> start) {
    var task =
        new FutureTask<>(
            () -> {
              T part = start.call();
              owner.accept(name, part);
              return part;
            });
    Thread.ofPlatform().name("start-" + name).start(task);
    return task;
  }

  <T> T await(FutureTask<T> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case IOException problem -> throw problem;
        case RuntimeException problem -> throw problem;
        case null, default -> throw new IOException(failed.getCause());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while starting", interrupted);
    }
  }
}
