package dev.gamelan.simulator.arrivals;

import java.util.Arrays;

/** The moments of all arrivals, to find the busiest stretch of any length among them. */
final class ArrivalTimes {
  private long[] nanos = new long[1024];
  private int size;

  void add(long moment) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = moment;
  }

  int size() {
    return size;
  }

  /** Arrivals on different threads may have been added slightly out of order. */
  Busiest busiest(long length, int limit) {
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int first = 0;
    int most = 0;
    int over = 0;
    for (int last = 0; last < sorted.length; last++) {
      while (sorted[last] - sorted[first] >= length) {
        first++;
      }
      int within = last - first + 1;
      most = Math.max(most, within);
      over += within > limit ? 1 : 0;
    }
    return new Busiest(most, over);
  }

  /** The most arrivals in any stretch, and how many arrived when the limit was already reached. */
  record Busiest(int most, int over) {}
}
