package dev.gamelan.benchmarks.sharing;

import dev.gamelan.benchmarks.load.GamelanDoor;
import dev.gamelan.benchmarks.load.Gong;
import dev.gamelan.benchmarks.load.OpenLoop;
import dev.gamelan.benchmarks.load.OpenLoop.Planned;
import dev.gamelan.benchmarks.load.OpenLoop.Run;
import dev.gamelan.benchmarks.load.Quiet;
import dev.gamelan.benchmarks.peer.LimitedDoor;
import dev.gamelan.benchmarks.result.Row;
import dev.gamelan.benchmarks.result.Row.Verdict;
import dev.gamelan.benchmarks.result.Rows;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** B2: calls answered for each request to Gong, on a seeded trace through the whole system. */
public final class Sharing {
  private static final long SEED = 20_261_122;
  private static final double[] RATES = {1, 3, 10, 30};
  private static final double[] AIMS = {1.6, 2.0, 4, 12};
  private static final int ONLY = Integer.getInteger("gamelan.benchmark.rate", 0);
  private static final int SECONDS = 60;
  private static final int BEFORE = 300;
  private static final int MOST_BEFORE = 900;
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration WARM_UP_DEADLINE = Duration.ofSeconds(120);
  private static final Duration SPACING = Duration.ofMillis(345);

  private Sharing() {}

  public static void measure(Rows rows, Path data, int rounds) throws Exception {
    for (int index = 0; index < RATES.length; index++) {
      if (ONLY != 0 && ONLY != RATES[index]) {
        continue;
      }
      measure(rows, data.resolve("at-" + (int) RATES[index]), RATES[index], AIMS[index]);
    }
    rows.note("");
    rows.note(
        ("B2: one run of %d s at each rate, Gong taking 0.4 s, deadline 30 s, cache and sharing as"
                + " they are by default; before it, %d s of the same trace at the same rate (at most"
                + " %d calls), to have the memory that a running system has. Of the trace, 70 %%"
                + " are by one id (of 5,000 calls by Zipf 0.9: 4 in 10 transcripts, 2½ details, 2½"
                + " facts; 1 in 10 a user), 15 %% list the calls of one of sixty days, 15 %% users,"
                + " workspaces, scorecards or trackers; seed %d. The peer played the same trace at"
                + " the same time against a Gong of its own.")
            .formatted(SECONDS, BEFORE, MOST_BEFORE, SEED));
  }

  private record Outcome(Run run, long requests) {
    long inTime() {
      return run.answeredWithin(DEADLINE.toMillis());
    }

    double perRequest() {
      return (double) inTime() / Math.max(1, requests);
    }

    String shown() {
      return String.format(
          Locale.ROOT,
          "%.2f (%d of %d calls in time, %d requests)",
          perRequest(),
          inTime(),
          run.heard().size(),
          requests);
    }
  }

  private static void measure(Rows rows, Path data, double rate, double aim) throws Exception {
    try (Gong ours = Gong.start(Trace.WORLD);
        Gong theirs = Gong.start(Trace.WORLD)) {
      ours.limits(false, 3, 10_000);
      Trace trace = Trace.over(ours, SEED);
      List<Planned> warmUp = trace.next(rate, Math.min(BEFORE, MOST_BEFORE / rate));
      List<Planned> plan = trace.next(rate, SECONDS);
      Outcome gamelan;
      Outcome plain;
      try (var installation =
              Installation.start(
                  InstallationOptions.in(data).withGong(ours.account()), Quiet.PROGRESS);
          var patient = new GamelanDoor(installation.gateway(), WARM_UP_DEADLINE);
          var door = new GamelanDoor(installation.gateway(), DEADLINE);
          var peer = new LimitedDoor(theirs.url(), SPACING);
          var beside = Executors.newVirtualThreadPerTaskExecutor()) {
        // A connection's first question takes longer than any other, and is no load.
        door.ask(warmUp.getFirst().question()).get();
        ours.simulator().reset();
        ours.limits(true, 3, 10_000);
        ours.takes(Duration.ofMillis(400));
        theirs.takes(Duration.ofMillis(400));
        Run warm = OpenLoop.play(warmUp, patient, WARM_UP_DEADLINE.toMillis());
        Future<Outcome> other = beside.submit(() -> play(theirs, plan, peer));
        gamelan = play(ours, plan, door);
        plain = other.get();
        tellRefusals(rows, rate, gamelan.run(), warm);
      }
      rows.add(
          new Row(
              String.format(Locale.ROOT, "B2 calls answered for each request, %.0f a second", rate),
              gamelan.shown(),
              "one request a call: " + plain.shown(),
              String.format(Locale.ROOT, "%.1f", gamelan.perRequest() / plain.perRequest()),
              String.format(Locale.ROOT, "≥ %.1f", aim),
              Verdict.of(gamelan.perRequest() >= aim).unlessVoid(gamelan.run().isVoid())));
    }
  }

  private static Outcome play(Gong gong, List<Planned> plan, dev.gamelan.benchmarks.load.Door door)
      throws Exception {
    long before = gong.arrivals();
    Run run = OpenLoop.play(plan, door, DEADLINE.toMillis() + 5_000);
    return new Outcome(run, gong.arrivals() - before);
  }

  private static void tellRefusals(Rows rows, double rate, Run run, Run warm) {
    var byStatus =
        run.heard().stream()
            .collect(
                java.util.stream.Collectors.groupingBy(
                    heard -> heard.reply().status(),
                    java.util.TreeMap::new,
                    java.util.stream.Collectors.counting()));
    rows.note(
        String.format(
            Locale.ROOT,
            "B2 at %.0f a second: statuses %s; median wait %.0f ms, p95 %.0f ms; before it %d of %d"
                + " were answered.",
            rate,
            byStatus,
            dev.gamelan.benchmarks.result.Spread.quantile(run.tookMillis(), 0.5),
            dev.gamelan.benchmarks.result.Spread.quantile(run.tookMillis(), 0.95),
            warm.answeredWithin(Double.MAX_VALUE),
            warm.heard().size()));
  }
}
