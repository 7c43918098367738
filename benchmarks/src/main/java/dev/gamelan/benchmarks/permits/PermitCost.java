package dev.gamelan.benchmarks.permits;

import dev.gamelan.benchmarks.permits.RedisAtWork.Work;
import dev.gamelan.benchmarks.result.Row;
import dev.gamelan.benchmarks.result.Row.Verdict;
import dev.gamelan.benchmarks.result.Rows;
import dev.gamelan.benchmarks.result.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Trips to Redis and time there for each request to Gong, in interleaved rounds. */
final class PermitCost {
  private static final int WARM_UP = 1_000;
  private static final int PERMITS = 500;
  private static final int AT_ONCE = 8;
  private static final long PLENTY = 1_000_000_000;

  private final PermitDoor quota;
  private final RedisAtWork redis;
  private final SharedBucket bucket;

  PermitCost(PermitDoor quota, RedisAtWork redis) {
    this.quota = quota;
    this.redis = redis;
    this.bucket = new SharedBucket(redis.connection(), "peer-cost", PLENTY, Duration.ofSeconds(1));
  }

  private record Round(double trips, double micros) {}

  void measure(Rows rows, int rounds) throws Exception {
    quota.awaitFirst();
    ours(WARM_UP, 1);
    theirs(WARM_UP, 1);
    for (int atOnce : new int[] {1, AT_ONCE}) {
      List<Round> ours = new ArrayList<>();
      List<Round> theirs = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        ours.add(ours(PERMITS, atOnce));
        theirs.add(theirs(PERMITS, atOnce));
      }
      tell(rows, atOnce, ours, theirs);
    }
  }

  private Round ours(int permits, int atOnce) throws Exception {
    Work before = redis.work();
    double[] timeBefore = quota.atRedis();
    repeat(
        permits,
        atOnce,
        () -> {
          quota.permit();
          return null;
        });
    double[] time = quota.atRedis();
    return new Round(
        (double) redis.work().since(before).trips() / permits,
        (time[0] - timeBefore[0]) * 1e6 / (time[1] - timeBefore[1]));
  }

  private Round theirs(int permits, int atOnce) throws Exception {
    Work before = redis.work();
    long[] nanos = new long[1];
    repeat(
        permits,
        atOnce,
        () -> {
          long start = System.nanoTime();
          if (!bucket.take()) {
            throw new IllegalStateException("The bucket is empty");
          }
          long took = System.nanoTime() - start;
          synchronized (nanos) {
            nanos[0] += took;
          }
          return null;
        });
    return new Round(
        (double) redis.work().since(before).trips() / permits, nanos[0] / 1e3 / permits);
  }

  private static void repeat(int times, int atOnce, Callable<Void> what) throws Exception {
    try (var threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<Void>> all = new ArrayList<>();
      for (int time = 0; time < times; time++) {
        all.add(threads.submit(what));
      }
      for (Future<Void> one : all) {
        one.get();
      }
    }
  }

  private static void tell(Rows rows, int atOnce, List<Round> ours, List<Round> theirs) {
    Spread trips = Spread.of(ours.stream().map(Round::trips).toList());
    Spread theirTrips = Spread.of(theirs.stream().map(Round::trips).toList());
    List<Double> ratios = new ArrayList<>();
    List<Double> timeRatios = new ArrayList<>();
    for (int round = 0; round < ours.size(); round++) {
      ratios.add(ours.get(round).trips() / theirs.get(round).trips());
      timeRatios.add(ours.get(round).micros() / theirs.get(round).micros());
    }
    String who = atOnce == 1 ? "one at a time" : atOnce + " at once";
    rows.add(
        new Row(
            "B8 trips to Redis for each request to Gong, " + who,
            trips.shown("%.2f") + " (permit and outcome)",
            "bucket4j-lettuce, compare and set " + theirTrips.shown("%.2f"),
            Spread.of(ratios).shown("%.2f"),
            "≤ 1/20",
            Verdict.of(Spread.of(ratios).median() <= 0.05)));
    Spread micros = Spread.of(ours.stream().map(Round::micros).toList());
    rows.add(
        new Row(
            "B8 time of a permit at Redis, mean, " + who,
            micros.shown("%.0f µs"),
            Spread.of(theirs.stream().map(Round::micros).toList()).shown("%.0f µs"),
            Spread.of(timeRatios).shown("%.2f"),
            "≤ 1 ms",
            Verdict.of(micros.median() <= 1_000)));
  }
}
