package dev.gamelan.benchmarks;

import java.util.Arrays;

/** Times of single calls, in nanoseconds. */
record Samples(long[] sorted) {
  static Samples of(long[] nanos) {
    long[] copy = nanos.clone();
    Arrays.sort(copy);
    return new Samples(copy);
  }

  double millis(double quantile) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))] / 1e6;
  }

  /** One call, timed by the caller. */
  interface Call {
    void make() throws Exception;
  }

  static Samples time(Call call, int times) throws Exception {
    long[] nanos = new long[times];
    for (int index = 0; index < times; index++) {
      long start = System.nanoTime();
      call.make();
      nanos[index] = System.nanoTime() - start;
    }
    return of(nanos);
  }

  static double median(double[] values) {
    double[] copy = values.clone();
    Arrays.sort(copy);
    return copy[copy.length / 2];
  }
}
