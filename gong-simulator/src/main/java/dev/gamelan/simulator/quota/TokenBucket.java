package dev.gamelan.simulator.quota;

/** A bucket of so many tokens that fills evenly; each request takes one. */
final class TokenBucket implements Window {
  private final long capacity;
  private final long nanosPerToken;
  private long fullAt = Long.MIN_VALUE;

  TokenBucket(int limit, long length) {
    this.nanosPerToken = length / limit;
    this.capacity = limit * nanosPerToken;
  }

  @Override
  public long waitAt(long now) {
    return Math.max(0, fullAt(now) + nanosPerToken - capacity - now);
  }

  @Override
  public void pass(long now) {
    fullAt = fullAt(now) + nanosPerToken;
  }

  /** A refused request finds no whole token and spills what there is of the next. */
  @Override
  public void refuse(long now) {
    fullAt = now + capacity;
  }

  private long fullAt(long now) {
    return Math.max(fullAt, now);
  }
}
