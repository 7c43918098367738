package dev.gamelan.benchmarks.fairness;

import dev.gamelan.benchmarks.load.Door;
import dev.gamelan.benchmarks.load.GamelanDoor;
import dev.gamelan.benchmarks.load.Gong;
import dev.gamelan.benchmarks.load.OpenLoop;
import dev.gamelan.benchmarks.load.OpenLoop.Heard;
import dev.gamelan.benchmarks.load.OpenLoop.Planned;
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
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** B7: a user who asks now and then, beside one who asks 500 things at once. */
public final class Fairness {
  private static final int FLOOD = 500;
  private static final int CALLS = 40;
  private static final int WARM_UP_SECONDS = 15;
  private static final long EVERY_NANOS = 1_500_000_000L;
  private static final long FLOOD_AT = 2_000_000_000L;
  private static final double SLOT_MILLIS = 345;
  private static final Duration WORK = Duration.ofMillis(150);
  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final String QUIET = "guest";

  private Fairness() {}

  public static void measure(Rows rows, Path data, int rounds) throws Exception {
    try (Gong ours = Gong.start();
        Gong theirs = Gong.start()) {
      ours.takes(WORK);
      theirs.takes(WORK);
      var options =
          InstallationOptions.in(data)
              .withGong(ours.account())
              // Else most of the flood would be refused at the door.
              .withSettings(
                  Map.of("tool-router", Map.of("gamelan.dispatch.pending-per-caller", "1000")));
      try (var installation = Installation.start(options, Quiet.PROGRESS);
          var door = new GamelanDoor(installation.gateway(), PATIENCE);
          var fifo = new FifoDoor(installation.gateway().kafka(), PATIENCE);
          var service =
              new FifoService(
                  installation.gateway().kafka(),
                  theirs.url(),
                  Duration.ofMillis((long) SLOT_MILLIS),
                  Map.of());
          var beside = Executors.newVirtualThreadPerTaskExecutor()) {
        Run warm = OpenLoop.play(Questions.alike(30, WARM_UP_SECONDS), door, 40_000);
        rows.note("B7 warm-up: %d calls that ask alike.".formatted(warm.heard().size()));
        double alone = alone(door);
        List<Planned> plan = plan();
        Future<Run> other = beside.submit(() -> play(plan, fifo));
        Run gamelan = play(plan, door);
        tell(rows, alone, gamelan, other.get());
      }
    }
  }

  /** The quiet user asks from the start, the other one a moment later. */
  private static List<Planned> plan() {
    List<Planned> plan = new ArrayList<>();
    for (int number = 0; number < FLOOD; number++) {
      plan.add(
          new Planned(
              FLOOD_AT + number * 2_000_000L, Questions.distinct(number).askedBy("reader")));
    }
    for (int number = 0; number < CALLS; number++) {
      plan.add(
          new Planned(
              FLOOD_AT + 1_000_000_000L + number * EVERY_NANOS,
              Questions.distinct(10_000 + number).askedBy(QUIET)));
    }
    plan.sort(java.util.Comparator.comparingLong(Planned::atNanos));
    return plan;
  }

  /** How long an answer takes where nobody else asks. */
  private static double alone(Door door) throws Exception {
    Run run =
        OpenLoop.play(
            OpenLoop.evenly(1, 10, number -> Questions.distinct(20_000 + number).askedBy(QUIET)),
            door,
            PATIENCE.toMillis());
    return Spread.quantile(run.tookMillis(), 0.5);
  }

  private static Run play(List<Planned> plan, Door door) throws Exception {
    return OpenLoop.play(plan, door, PATIENCE.toMillis() + 5_000);
  }

  private static double[] waited(Run run, String user) {
    return run.heard().stream()
        .filter(heard -> heard.planned().question().user().equals(user))
        .filter(Heard::answered)
        .mapToDouble(Heard::tookMillis)
        .toArray();
  }

  private static void tell(Rows rows, double alone, Run gamelan, Run fifo) {
    double ours = Spread.quantile(waited(gamelan, QUIET), 0.95);
    double theirs = Spread.quantile(waited(fifo, QUIET), 0.95);
    double slots = Math.max(0, ours - alone) / SLOT_MILLIS;
    boolean isVoid = gamelan.isVoid() || fifo.isVoid() || waited(gamelan, QUIET).length < CALLS;
    rows.add(
        new Row(
            "B7 quiet user's p95 beside a flood of 500, answer included",
            number("%.2f s", ours / 1000),
            number("single FIFO %.1f s", theirs / 1000),
            number("1/%.0f", theirs / ours),
            "≤ 1/20",
            Verdict.of(ours * 20 <= theirs).unlessVoid(isVoid)));
    rows.add(
        new Row(
            number(
                "B7 the same in slots of 345 ms, less the %.2f s of an answer alone", alone / 1000),
            number("%.2f", slots),
            number("%.0f", Math.max(0, theirs - alone) / SLOT_MILLIS),
            "–",
            "≤ 2",
            Verdict.of(slots <= 2).unlessVoid(isVoid)));
    rows.note("");
    rows.note(
        ("B7: one run, the same plan for both at the same time: %d calls of one user within a"
                + " second, all different, and %d calls of another, one each 1.5 s; Gong takes 0.15 s;"
                + " answered of the flood: %d and %d; quiet user's median %.2f s and %.1f s.")
            .formatted(
                FLOOD,
                CALLS,
                waited(gamelan, "reader").length,
                waited(fifo, "reader").length,
                Spread.quantile(waited(gamelan, QUIET), 0.5) / 1000,
                Spread.quantile(waited(fifo, QUIET), 0.5) / 1000));
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
