package dev.gamelan.benchmarks.latency;

import dev.gamelan.benchmarks.load.DirectDoor;
import dev.gamelan.benchmarks.load.Door;
import dev.gamelan.benchmarks.load.GamelanDoor;
import dev.gamelan.benchmarks.load.Gong;
import dev.gamelan.benchmarks.load.OpenLoop;
import dev.gamelan.benchmarks.load.OpenLoop.Run;
import dev.gamelan.benchmarks.load.Questions;
import dev.gamelan.benchmarks.load.Quiet;
import dev.gamelan.benchmarks.peer.FifoDoor;
import dev.gamelan.benchmarks.peer.FifoService;
import dev.gamelan.benchmarks.result.Row;
import dev.gamelan.benchmarks.result.Row.Verdict;
import dev.gamelan.benchmarks.result.Rows;
import dev.gamelan.benchmarks.result.Spread;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** B4: the time that a call takes beyond Gong's own, with no limit in the way. */
public final class Latency {
  /** What Gong allows, and far more. */
  private static final double[] RATES = {3, 50, 200};

  private static final double WARM_UP_PER_SECOND = 50;
  private static final double SECONDS = 4;
  private static final int LEAST_CALLS = 45;
  private static final double WARM_UP = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double MOST_MILLIS = 345 * 0.02;

  private final Rows rows;
  private int asked;

  private Latency(Rows rows) {
    this.rows = rows;
  }

  public static void measure(Rows rows, Path data, int rounds) throws Exception {
    try (Gong gong = Gong.start("--gamelan.simulator.quota.enabled=false")) {
      var options =
          InstallationOptions.in(data)
              .withGong(gong.account())
              .withSettings(
                  Map.of(
                      "quota", Map.of("gamelan.limits.enforced", "false"),
                      "gong-caller", Map.of("gamelan.cache.size", "0B")));
      try (var installation = Installation.start(options, Quiet.PROGRESS);
          var gamelan = new GamelanDoor(installation.gateway(), PATIENCE);
          var direct = new DirectDoor(gong.url());
          var fifo = new FifoDoor(installation.gateway().kafka(), PATIENCE);
          var service =
              new FifoService(
                  installation.gateway().kafka(), gong.url(), Duration.ZERO, Map.of())) {
        service.start();
        new Latency(rows).rounds(gamelan, direct, fifo, rounds);
      }
    }
  }

  /** What a round said, in milliseconds. */
  private record Round(double p50, double p99, boolean isVoid) {}

  private void rounds(Door gamelan, Door plain, Door fifo, int rounds) throws Exception {
    for (Door door : List.of(plain, fifo, gamelan)) {
      Round warm = round(door, WARM_UP_PER_SECOND, WARM_UP);
      rows.note(
          String.format(
              Locale.ROOT,
              "B4 warm-up of %s: p50 %.1f ms, p99 %.1f ms.",
              door.getClass().getSimpleName(),
              warm.p50(),
              warm.p99()));
    }
    for (double rate : RATES) {
      double seconds = Math.max(SECONDS, LEAST_CALLS / rate);
      List<Round> ours = new ArrayList<>();
      List<Round> theirs = new ArrayList<>();
      List<Round> without = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        without.add(round(plain, rate, seconds));
        ours.add(round(gamelan, rate, seconds));
        theirs.add(round(fifo, rate, seconds));
      }
      tell("p50 at %.0f a second".formatted(rate), 3, ours, theirs, without, Round::p50);
      tell("p99 at %.0f a second".formatted(rate), 0, ours, theirs, without, Round::p99);
    }
  }

  private Round round(Door door, double perSecond, double seconds) throws Exception {
    int from = asked;
    asked += (int) (perSecond * seconds);
    Run run =
        OpenLoop.play(
            OpenLoop.evenly(perSecond, seconds, number -> Questions.distinct(from + number)),
            door,
            PATIENCE.toMillis());
    double[] took = run.tookMillis();
    return new Round(
        Spread.quantile(took, 0.5),
        Spread.quantile(took, 0.99),
        run.isVoid() || took.length < 0.99 * run.heard().size());
  }

  private interface Part {
    double of(Round round);
  }

  /**
   * @param aim at most so many times the peer's; zero where there is no aim
   */
  private void tell(
      String what, int aim, List<Round> ours, List<Round> theirs, List<Round> without, Part part) {
    List<Double> added = new ArrayList<>();
    List<Double> theirAdded = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    boolean isVoid = false;
    for (int round = 0; round < ours.size(); round++) {
      double base = part.of(without.get(round));
      added.add(part.of(ours.get(round)) - base);
      theirAdded.add(part.of(theirs.get(round)) - base);
      times.add(added.get(round) / Math.max(0.01, theirAdded.get(round)));
      isVoid |=
          ours.get(round).isVoid() || theirs.get(round).isVoid() || without.get(round).isVoid();
    }
    Spread ratio = Spread.of(times);
    Spread mine = Spread.of(added);
    String peers =
        "ReplyingKafkaTemplate + %s; direct HTTP takes %s"
            .formatted(
                Spread.of(theirAdded).shown("%.2f"),
                Spread.of(without.stream().map(part::of).toList()).shown("%.2f"));
    rows.add(
        new Row(
            "B4 added to a call, %s, ms".formatted(what),
            "+ " + mine.shown("%.2f"),
            peers,
            ratio.shown("%.1f"),
            aim == 0 ? "–" : "≤ 3 ×, and ≤ %.1f ms".formatted(MOST_MILLIS),
            (aim == 0
                    ? Verdict.TOLD
                    : Verdict.of(ratio.median() <= aim && mine.median() <= MOST_MILLIS))
                .unlessVoid(isVoid)));
  }
}
