package dev.gamelan.simulator.quota;

/** So many in any stretch of the length; a request leaves the count exactly one length later. */
final class SlidingWindow implements Window {
  private final long[] latest;
  private final long length;
  private int next;
  private int count;

  SlidingWindow(int limit, long length) {
    this.latest = new long[limit];
    this.length = length;
  }

  @Override
  public long waitAt(long now) {
    return count < latest.length ? 0 : Math.max(0, latest[next] + length - now);
  }

  /** Only the latest {@code limit} matter, so a ring of them is the whole state. */
  @Override
  public void pass(long now) {
    latest[next] = now;
    next = (next + 1) % latest.length;
    count = Math.min(count + 1, latest.length);
  }

  @Override
  public void refuse(long now) {
    pass(now);
  }
}
