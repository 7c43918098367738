package dev.gamelan.benchmarks.pacing;

/**
 * What {@code RateLimiter.create(3)} does, in a time of its own, which Guava lets nobody give it:
 * up to a second's permits are kept, and a permit that is not there is paid for by the next one.
 * The cell in real time has Guava's own class.
 */
final class GuavaPacer implements Pacer {
  private static final double KEPT = Window.LIMIT;
  private static final double INTERVAL = 1e9 / Window.LIMIT;

  private double kept;
  private long nextFree;

  @Override
  public long untilDue(long now) {
    return nextFree - now;
  }

  @Override
  public void sent(int request, int operation, long now) {
    if (now > nextFree) {
      kept = Math.min(KEPT, kept + (now - nextFree) / INTERVAL);
      nextFree = now;
    }
    double spent = Math.min(1, kept);
    kept -= spent;
    nextFree += Math.round((1 - spent) * INTERVAL);
  }
}
