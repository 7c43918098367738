package dev.gamelan.simulator.quota;

/** So many in each whole second (or day), counted from nought at every boundary. */
final class FixedWindow implements Window {
  private final int limit;
  private final long length;
  private final long offset;
  private long current = Long.MIN_VALUE;
  private int count;

  /** A boundary lies {@code offset} nanoseconds after each multiple of the length. */
  FixedWindow(int limit, long length, long offset) {
    this.limit = limit;
    this.length = length;
    this.offset = offset;
  }

  @Override
  public long waitAt(long now) {
    roll(now);
    return count < limit ? 0 : (current + 1) * length + offset - now;
  }

  @Override
  public void pass(long now) {
    roll(now);
    count++;
  }

  @Override
  public void refuse(long now) {
    pass(now);
  }

  private void roll(long now) {
    long index = Math.floorDiv(now - offset, length);
    if (index != current) {
      current = index;
      count = 0;
    }
  }
}
