package dev.gamelan.benchmarks.growth;

import dev.gamelan.benchmarks.growth.Crowd.Noise;
import dev.gamelan.benchmarks.result.Row;
import dev.gamelan.benchmarks.result.Row.Verdict;
import dev.gamelan.benchmarks.result.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How it grows: starts a second over all connections, memory of an idle one, a noisy neighbour. */
public final class Growth {
  private static final int ONLY = Integer.getInteger("gamelan.benchmark.connections", 0);
  private static final int[] CONNECTIONS =
      ONLY > 0 ? new int[] {ONLY} : new int[] {1, 100, 1_000, 10_000};
  private static final int SECONDS = 20;
  private static final int READY_MINUTES = 4;
  private static final int REGISTERED = 50;
  // The memory of fewer is lost in that of everything else.
  private static final int SHOWS = 1_000;

  private Growth() {}

  public static void measure(Rows rows, Path data, int rounds) throws Exception {
    for (int count : CONNECTIONS) {
      try (var crowd = start(data.resolve(String.valueOf(count)), count)) {
        measure(rows, crowd, count);
        if (count == 100) {
          tellRegistration(rows, crowd);
        }
      } catch (Exception wall) {
        wall.printStackTrace();
        rows.add(Row.failed(name(count, "does not work"), String.valueOf(wall)));
      }
    }
    rows.note("");
    rows.note(
        ("Growth: all services, broker, databases, simulated Gong and the load share the machine and"
                + " one JVM of at most 6 GB (but for PostgreSQL and Redis); each connection may start 2.9 a"
                + " second; 64 players, each with a call under way, for %d s. Memory is what the JVM"
                + " keeps more after each connection has had a call and a collection than before.")
            .formatted(SECONDS));
  }

  /** What does not get ready is left behind, and ends with this process. */
  private static Crowd start(Path data, int count) throws Exception {
    var start = new FutureTask<>(() -> Crowd.start(data, count));
    Thread.ofPlatform().daemon().start(start);
    try {
      return start.get(READY_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException wall) {
      throw new IOException("not ready after %d minutes".formatted(READY_MINUTES), wall);
    }
  }

  private static String name(int count, String what) {
    return String.format(Locale.ROOT, "growth, %,d connections: %s", count, what);
  }

  private static void measure(Rows rows, Crowd crowd, int count) throws Exception {
    tell(rows, count, "until it is ready", "%.1f s", crowd.secondsToReady());
    if (count > 1) {
      tell(
          rows,
          count,
          "connections whose tools are put on record a second, at their first start",
          "%.1f",
          count / crowd.secondsToRecord());
    }
    if (count >= SHOWS) {
      Crowd.Memory memory = crowd.memory();
      rows.add(
          new Row(
              name(count, "memory of an idle one (of %,d touched)".formatted(memory.touched())),
              String.format(Locale.ROOT, "%,.1f KB", memory.kilobytesEach()),
              "–",
              "–",
              "–",
              Verdict.TOLD.unlessVoid(memory.touched() == 0)));
      tell(rows, count, "first calls of connections a second", "%.1f", memory.perSecond());
    }
    Crowd.Starts starts = crowd.starts(SECONDS);
    double possible = Math.min(64 / 0.15, count * 2.9);
    tell(
        rows,
        count,
        "starts a second (limits allow %.0f; processors busy %.0f %%)"
            .formatted(possible, starts.busy() * 100),
        "%.1f",
        starts.perSecond());
    if (count > 1) {
      Noise noise = crowd.noise();
      rows.add(
          new Row(
              name(count, "p95 of a quiet one alone, and beside another's flood of 500"),
              String.format(
                  Locale.ROOT, "%.0f ms, %.0f ms", noise.aloneMillis(), noise.besideMillis()),
              "–",
              String.format(Locale.ROOT, "%.1f", noise.besideMillis() / noise.aloneMillis()),
              "–",
              Verdict.TOLD.unlessVoid(noise.isVoid())));
    }
  }

  private static void tell(Rows rows, int count, String what, String format, double value) {
    rows.add(
        new Row(
            name(count, what),
            String.format(Locale.ROOT, format, value),
            "–",
            "–",
            "–",
            Verdict.TOLD));
  }

  private static void tellRegistration(Rows rows, Crowd crowd) throws Exception {
    double perSecond = crowd.register(REGISTERED);
    rows.add(
        new Row(
            "growth: connections registered a second over HTTP, one after the other",
            String.format(
                Locale.ROOT, "%.1f (10,000 in %.0f min)", perSecond, 10_000 / perSecond / 60),
            "–",
            "–",
            "–",
            Verdict.TOLD));
  }
}
