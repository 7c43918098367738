package dev.gamelan.benchmarks.pacing;

import com.google.common.util.concurrent.RateLimiter;
import dev.gamelan.benchmarks.load.DirectDoor;
import dev.gamelan.benchmarks.load.Questions;
import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A plain client of four threads that always have another call, in real time. */
final class RealClient implements AutoCloseable {
  private static final int THREADS = 4;

  /** Returns once the next request may leave. */
  private interface Turn {
    void await() throws InterruptedException;
  }

  private final String gong;
  private final Turn turn;
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile boolean over;

  RealClient(Competitor competitor, String gong) {
    this.gong = gong;
    this.turn = turn(competitor);
    for (int thread = 0; thread < THREADS; thread++) {
      int seed = thread;
      Thread.ofPlatform().daemon().start(() -> ask(new Random(seed)));
    }
  }

  private static Turn turn(Competitor competitor) {
    return switch (competitor) {
      case GAMELAN -> throw new IllegalArgumentException("is an installation");
      case DIRECT -> () -> {};
      case SLEEP -> new Sleep();
      case GUAVA -> {
        RateLimiter limiter = RateLimiter.create(Window.LIMIT);
        yield limiter::acquire;
      }
      case BUCKET4J -> {
        Bucket bucket =
            Bucket.builder()
                .addLimit(
                    limit ->
                        limit
                            .capacity(Window.LIMIT)
                            .refillGreedy(Window.LIMIT, Duration.ofSeconds(1)))
                .build();
        yield () -> bucket.asBlocking().consume(1);
      }
    };
  }

  private static final class Sleep implements Turn {
    private long next = System.nanoTime();

    @Override
    public synchronized void await() throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(334);
    }
  }

  private void ask(Random dice) {
    int attempt = 0;
    try {
      while (!over) {
        turn.await();
        var request = DirectDoor.request(gong, Questions.distinct(asked.incrementAndGet()));
        int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        attempt = status == 429 ? attempt + 1 : 0;
        if (status == 429) {
          TimeUnit.NANOSECONDS.sleep(Backoff.nanos(attempt, dice));
        }
      }
    } catch (IOException | InterruptedException ended) {
      // as does the measurement
    }
  }

  @Override
  public void close() {
    over = true;
    http.shutdownNow();
  }
}
