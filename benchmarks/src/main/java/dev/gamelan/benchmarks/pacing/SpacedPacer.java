package dev.gamelan.benchmarks.pacing;

/** Sleeps between two sends; not at all where the pause is nothing. */
final class SpacedPacer implements Pacer {
  private final long pause;
  private long next;

  SpacedPacer(long pause) {
    this.pause = pause;
  }

  @Override
  public long untilDue(long now) {
    return next - now;
  }

  @Override
  public void sent(int request, int operation, long now) {
    next = now + pause;
  }
}
