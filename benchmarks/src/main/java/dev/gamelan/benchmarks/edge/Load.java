package dev.gamelan.benchmarks.edge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What some clients at once get out of a door within a time. */
record Load(double perSecond, double p50Millis, double p99Millis) {
  static Load of(Door door, Door.Asked asked, int clients, double seconds) throws Exception {
    List<Future<long[]>> sent = new ArrayList<>();
    long start;
    long[] all = {};
    List<Door.Client> connected = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      connected.add(door.connect(asked));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      for (Door.Client client : connected) {
        sent.add(threads.submit(() -> untilTheEnd(client, end)));
      }
      for (Future<long[]> times : sent) {
        long[] more = times.get();
        int length = all.length;
        all = Arrays.copyOf(all, length + more.length);
        System.arraycopy(more, 0, all, length, more.length);
      }
    }
    double took = (System.nanoTime() - start) / 1e9;
    Arrays.sort(all);
    return new Load(all.length / took, millis(all, 0.5), millis(all, 0.99));
  }

  private static long[] untilTheEnd(Door.Client connected, long end) throws Exception {
    long[] times = new long[1024];
    int count = 0;
    try (Door.Client client = connected) {
      while (System.nanoTime() < end) {
        long before = System.nanoTime();
        client.ask();
        if (count == times.length) {
          times = Arrays.copyOf(times, count * 2);
        }
        times[count++] = System.nanoTime() - before;
      }
    }
    return Arrays.copyOf(times, count);
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))] / 1e6;
  }

  static Load median(List<Load> rounds) {
    return new Load(
        median(rounds.stream().mapToDouble(Load::perSecond).toArray()),
        median(rounds.stream().mapToDouble(Load::p50Millis).toArray()),
        median(rounds.stream().mapToDouble(Load::p99Millis).toArray()));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  String shown() {
    return "%,.0f/s, %.2f / %.2f ms".formatted(perSecond, p50Millis, p99Millis);
  }
}
