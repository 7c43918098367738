package dev.gamelan.benchmarks.pacing;

import dev.gamelan.benchmarks.pacing.VirtualRun.Result;
import dev.gamelan.benchmarks.pacing.VirtualRun.Setting;
import dev.gamelan.benchmarks.result.Row;
import dev.gamelan.benchmarks.result.Row.Verdict;
import dev.gamelan.benchmarks.result.Rows;
import dev.gamelan.benchmarks.result.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** B1: 429s per 10,000 sends and goodput, of five ways to pace and three kinds of limit. */
public final class Pacing {
  private static final long MILLI = 1_000_000;
  private static final long[] JITTERS = {2, 20, 80};
  private static final int SATURATED = 10_000;
  private static final int BURSTS = 2_400;
  private static final int REAL_SECONDS = 60;

  /** One way to pace in one cell, in several rounds of the same seeds for all. */
  private record Cell(
      Competitor competitor, Window window, long jitter, boolean bursts, List<Result> rounds) {
    Spread of(ToDoubleFunction<Result> what) {
      return Spread.of(rounds.stream().mapToDouble(what).toArray());
    }

    double refused() {
      return of(Result::refusedOfTenThousand).median();
    }

    double utilisation() {
      return of(Result::goodput).median() / Window.LIMIT;
    }
  }

  private final Rows rows;
  private final List<Cell> cells = new ArrayList<>();

  private Pacing(Rows rows) {
    this.rows = rows;
  }

  public static void measure(Rows rows, Path data, int rounds) throws Exception {
    var pacing = new Pacing(rows);
    pacing.simulate(rounds);
    pacing.tellRefused();
    pacing.tellGoodput(2, 0.95);
    pacing.tellGoodput(80, 0.70);
    pacing.tellCells();
    pacing.tellReal(data);
  }

  private void simulate(int rounds) {
    for (boolean bursts : new boolean[] {false, true}) {
      for (long jitter : JITTERS) {
        for (Window window : Window.values()) {
          for (Competitor competitor : Competitor.values()) {
            List<Result> results = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
              long seed = 7919L * round + 31 * jitter + window.ordinal();
              var setting =
                  new Setting(window, jitter * MILLI, bursts, bursts ? BURSTS : SATURATED, seed);
              results.add(new VirtualRun(setting, competitor.pacer()).run());
            }
            cells.add(new Cell(competitor, window, jitter, bursts, results));
          }
        }
      }
    }
  }

  private double worst(Competitor competitor) {
    return cells.stream()
        .filter(cell -> cell.competitor() == competitor)
        .flatMap(cell -> cell.rounds().stream())
        .mapToDouble(Result::refusedOfTenThousand)
        .max()
        .orElse(Double.NaN);
  }

  private void tellRefused() {
    double ours = worst(Competitor.GAMELAN);
    rows.add(
        new Row(
            "B1 429s per 10,000 sends, worst of 18 cells and all rounds (virtual time)",
            number("%.0f", ours),
            peers(one -> number("%.0f", worst(one))),
            "–",
            "0; peers' worst ≥ 800",
            Verdict.of(ours == 0)));
  }

  private void tellGoodput(long jitter, double aim) {
    double ours = leastUsed(Competitor.GAMELAN, jitter);
    rows.add(
        new Row(
            "B1 goodput / 3.0, saturated, %d ms jitter, worst window (virtual time)"
                .formatted(jitter),
            number("%.3f", ours),
            peers(one -> number("%.3f", leastUsed(one, jitter))),
            "–",
            number("≥ %.2f", aim),
            Verdict.of(ours >= aim)));
  }

  private double leastUsed(Competitor competitor, long jitter) {
    return cells.stream()
        .filter(cell -> cell.competitor() == competitor && cell.jitter() == jitter)
        .filter(cell -> !cell.bursts())
        .mapToDouble(Cell::utilisation)
        .min()
        .orElse(Double.NaN);
  }

  private void tellCells() {
    rows.note("");
    rows.note(
        "B1, cell by cell in virtual time (ways of 20 ms, Gong takes 150 ms, four under way at"
            + " most, medians): 429s per 10,000 sends / goodput ÷ 3.0 saturated, or / mean seconds"
            + " a call of a burst of 12 took; fixed · sliding · bucket.");
    rows.note("");
    rows.note(
        "| | saturated 2 ms | 20 ms | 80 ms | bursts 2 ms | 20 ms | 80 ms |\n|---|---|---|---|---|---|---|");
    for (Competitor competitor : Competitor.values()) {
      var line = new StringBuilder("| ").append(competitor.title).append(" |");
      for (boolean bursts : new boolean[] {false, true}) {
        for (long jitter : JITTERS) {
          List<String> windows =
              cells.stream()
                  .filter(cell -> cell.competitor() == competitor && cell.jitter() == jitter)
                  .filter(cell -> cell.bursts() == bursts)
                  .map(Pacing::shown)
                  .toList();
          line.append(' ').append(String.join(" · ", windows)).append(" |");
        }
      }
      rows.note(line.toString());
    }
  }

  private static String shown(Cell cell) {
    return cell.bursts()
        ? number("%.0f/%.1f", cell.refused(), cell.of(Result::burstSeconds).median())
        : number("%.0f/%.2f", cell.refused(), cell.utilisation());
  }

  private void tellReal(Path data) throws Exception {
    var seen = RealCell.measure(data, REAL_SECONDS);
    var ours = seen.get(Competitor.GAMELAN);
    if (ours == null) {
      throw new IllegalStateException("Gamelan took no part");
    }
    rows.add(
        new Row(
            ("B1 the whole system in real time: sliding window, saturated, %d ms jitter, one run"
                    + " of %d s: 429s per 10,000 / goodput ÷ 3.0 (in virtual time)")
                .formatted(RealCell.JITTER_MILLIS, REAL_SECONDS),
            real(ours, Competitor.GAMELAN),
            peers(
                one -> {
                  RealCell.Seen its = seen.get(one);
                  return its == null ? "–" : real(its, one);
                }),
            "–",
            "0, most in any second ≤ 3",
            Verdict.of(ours.refused() == 0 && ours.mostInAnySecond() <= Window.LIMIT)
                .unlessVoid(ours.sends() == 0)));
  }

  private String real(RealCell.Seen seen, Competitor competitor) {
    Cell virtual =
        cells.stream()
            .filter(cell -> cell.competitor() == competitor && !cell.bursts())
            .filter(cell -> cell.window() == Window.SLIDING)
            .filter(cell -> cell.jitter() == RealCell.JITTER_MILLIS)
            .findFirst()
            .orElseThrow();
    return number(
        "%.0f/%.2f (%.0f/%.2f)",
        seen.refusedOfTenThousand(),
        seen.goodput() / Window.LIMIT,
        virtual.refused(),
        virtual.utilisation());
  }

  private interface Told {
    String of(Competitor competitor);
  }

  private static String peers(Told told) {
    List<String> texts = new ArrayList<>();
    for (Competitor one : Competitor.values()) {
      if (one != Competitor.GAMELAN) {
        texts.add(one.title + " " + told.of(one));
      }
    }
    return String.join("; ", texts);
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
