package dev.gamelan.benchmarks.pacing;

import java.util.function.Supplier;

/** Who takes part in the comparison of paces. */
enum Competitor {
  GAMELAN("Gamelan", GamelanPacer::new),
  DIRECT("Retry-After, backoff", () -> new SpacedPacer(0)),
  SLEEP("sleep(334)", () -> new SpacedPacer(334_000_000)),
  GUAVA("Guava RateLimiter(3)", GuavaPacer::new),
  BUCKET4J("bucket4j 3, greedy", BucketPacer::new);

  final String title;
  private final Supplier<Pacer> pacer;

  Competitor(String title, Supplier<Pacer> pacer) {
    this.title = title;
    this.pacer = pacer;
  }

  Pacer pacer() {
    return pacer.get();
  }
}
