package dev.gamelan.benchmarks.peer;

import dev.gamelan.benchmarks.load.DirectDoor;
import dev.gamelan.benchmarks.load.Door;
import dev.gamelan.benchmarks.load.Question;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A plain client: one request for each call, in the order of asking, at an even pace. */
public final class LimitedDoor implements Door, AutoCloseable {
  private final DirectDoor gong;
  private final Bucket limiter;
  private final ExecutorService queue =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

  public LimitedDoor(String gong, Duration spacing) {
    this.gong = new DirectDoor(gong);
    limiter =
        Bucket.builder().addLimit(limit -> limit.capacity(1).refillGreedy(1, spacing)).build();
  }

  @Override
  public CompletableFuture<Reply> ask(Question question) {
    return CompletableFuture.runAsync(this::awaitTurn, queue)
        .thenCompose(turn -> gong.ask(question));
  }

  private void awaitTurn() {
    try {
      limiter.asBlocking().consume(1);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Closed", over);
    }
  }

  @Override
  public void close() {
    queue.shutdownNow();
    gong.close();
  }
}
