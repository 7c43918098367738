package dev.gamelan.benchmarks.overload;

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
import dev.gamelan.benchmarks.sharing.Trace;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** B3: thirty calls a second where Gong takes three, beside a service that keeps a queue. */
public final class Overload {
  private static final double PER_SECOND = 30;
  private static final int DISTINCT_SECONDS = 90;
  private static final int TRACE_SECONDS = 45;
  private static final int WARM_UP_SECONDS = 15;
  private static final Duration IN_TIME = Duration.ofSeconds(30);
  private static final Duration SPACING = Duration.ofMillis(345);
  private static final List<String> ASKERS = List.of("reader", "guest", "writer", "admin");

  private Overload() {}

  public static void measure(Rows rows, Path data, int rounds) throws Exception {
    try (Gong ours = Gong.start(Trace.WORLD);
        Gong theirs = Gong.start(Trace.WORLD)) {
      ours.limits(false, 3, 10_000);
      Trace trace = Trace.over(ours, 7);
      ours.simulator().reset();
      ours.limits(true, 3, 10_000);
      ours.takes(Duration.ofMillis(250));
      theirs.takes(Duration.ofMillis(250));
      try (var installation =
              Installation.start(
                  InstallationOptions.in(data).withGong(ours.account()), Quiet.PROGRESS);
          var door = new GamelanDoor(installation.gateway(), IN_TIME)) {
        String servers = installation.gateway().kafka();
        // What both run for the first time is loaded.
        Run warm = OpenLoop.play(Questions.alike(PER_SECOND, WARM_UP_SECONDS), door, 40_000);
        List<Planned> plan = distinct(PER_SECOND, DISTINCT_SECONDS, 0);
        Both both = both(plan, ours, door, theirs, servers);
        tellDistinct(rows, both);
        // The queue of the first run is still there: another broker's topics would be the same.
        List<Planned> mixed = trace.next(PER_SECOND, TRACE_SECONDS);
        Outcome shared = play(ours, mixed, door);
        tellTrace(rows, shared, warm);
      }
    }
    rows.note("");
    rows.note(
        ("B3: one run, open loop, %.0f calls a second for %d s, all different, then the trace of B2"
                + " for %d s; Gong takes 0.25 s; deadline and reply timeout %d s. The peer is one"
                + " partition, a listener that waits for bucket4j (one each %d ms) and asks Gong, and"
                + " a ReplyingKafkaTemplate, on the same broker at the same time with a Gong of its"
                + " own. Wasted: requests to Gong whose answer nobody had in time.")
            .formatted(
                PER_SECOND,
                DISTINCT_SECONDS,
                TRACE_SECONDS,
                IN_TIME.toSeconds(),
                SPACING.toMillis()));
  }

  private static List<Planned> distinct(double perSecond, double seconds, int from) {
    return OpenLoop.evenly(
        perSecond,
        seconds,
        number -> Questions.distinct(from + number).askedBy(ASKERS.get(number % ASKERS.size())));
  }

  private record Outcome(Run run, long requests) {
    long inTime() {
      return run.answeredWithin(IN_TIME.toMillis());
    }

    long wasted() {
      return requests - inTime();
    }

    long unanswered() {
      return run.heard().stream().filter(heard -> heard.reply().status() == 0).count();
    }

    double[] refusedMillis() {
      return run.heard().stream()
          .filter(heard -> heard.reply().status() > 299)
          .mapToDouble(Heard::tookMillis)
          .toArray();
    }
  }

  private record Both(Outcome gamelan, Outcome peer) {}

  private static Both both(
      List<Planned> plan, Gong ours, GamelanDoor door, Gong theirs, String servers)
      throws Exception {
    try (var fifo = new FifoDoor(servers, IN_TIME);
        var service = new FifoService(servers, theirs.url(), SPACING, Map.of());
        var beside = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> other = beside.submit(() -> play(theirs, plan, fifo));
      Outcome gamelan = play(ours, plan, door);
      return new Both(gamelan, other.get());
    }
  }

  private static Outcome play(Gong gong, List<Planned> plan, Door door) throws Exception {
    long before = gong.arrivals();
    Run run = OpenLoop.play(plan, door, IN_TIME.toMillis() + 5_000);
    return new Outcome(run, gong.arrivals() - before);
  }

  private static void tellDistinct(Rows rows, Both both) {
    Outcome ours = both.gamelan();
    Outcome theirs = both.peer();
    boolean isVoid = ours.run().isVoid() || theirs.run().isVoid();
    double ratio = (double) ours.inTime() / Math.max(1, theirs.inTime());
    String of = " of " + ours.run().heard().size();
    rows.add(
        new Row(
            "B3 answered within 30 s at ten times overload, all different",
            ours.inTime() + of,
            "FIFO ReplyingKafkaTemplate " + theirs.inTime() + of,
            number("%.1f", ratio),
            "≥ 3 ×",
            Verdict.of(ratio >= 3).unlessVoid(isVoid)));
    rows.add(
        new Row(
            "B3 requests to Gong wasted / calls without an answer",
            ours.wasted() + " / " + ours.unanswered(),
            theirs.wasted() + " / " + theirs.unanswered(),
            "–",
            "0 / 0, peer > 0",
            Verdict.of(ours.wasted() <= 0 && ours.unanswered() == 0).unlessVoid(isVoid)));
    double[] refused = ours.refusedMillis();
    double p99 = Spread.quantile(refused, 0.99);
    rows.add(
        new Row(
            "B3 time to a refusal, p50 / p99 (of %,d)".formatted(refused.length),
            number("%.1f / %.1f ms", Spread.quantile(refused, 0.5), p99),
            "refuses nothing",
            "–",
            "< 50 ms",
            Verdict.of(p99 < 50).unlessVoid(isVoid)));
  }

  private static void tellTrace(Rows rows, Outcome ours, Run warm) {
    int calls = ours.run().heard().size();
    rows.add(
        new Row(
            "B3 the same of the trace of B2, a part of which can be shared",
            "%d of %d by %d requests".formatted(ours.inTime(), calls, ours.requests()),
            "one request a call: at most %d"
                .formatted((int) ((TRACE_SECONDS + IN_TIME.toSeconds()) / 0.345)),
            "–",
            "≥ 95 %",
            Verdict.of(ours.inTime() >= 0.95 * calls).unlessVoid(ours.run().isVoid())));
    rows.note(
        "B3 before it was measured: %d of %d calls that ask alike, to warm up."
            .formatted(warm.answeredWithin(IN_TIME.toMillis()), warm.heard().size()));
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
