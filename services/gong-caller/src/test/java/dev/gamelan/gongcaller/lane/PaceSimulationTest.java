package dev.gamelan.gongcaller.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Thousands of schedules drawn from seeds: a lane against each kind of limit, over ways of little
 * and of much jitter. No 429 in any of them, and hardly anything of the limit unused.
 */
class PaceSimulationTest {
  private static final int SCHEDULES = Integer.getInteger("gamelan.simulation.schedules", 10);
  private static final int SENDS = 1_000;
  private static final Duration SPACING = Duration.ofMillis(345);

  @Test
  void noneIsRefusedWhateverTheWindowAndHardlyAnythingIsWasted() {
    var table = new StringBuilder();
    table.append(
        "429s per 10,000 sends / utilisation of 3.0 a second: fixed · sliding · bucket%n"
            .formatted());
    int refused = 0;
    for (var spread : PaceSimulation.Jitter.values()) {
      for (var processing : PaceSimulation.Processing.values()) {
        for (boolean bursts : new boolean[] {false, true}) {
          if (bursts && processing.ordinal() > 1) {
            continue;
          }
          table.append(
              "%-5s %-13s %-10s"
                  .formatted(name(spread), name(processing), bursts ? "bursts" : "saturated"));
          for (long jitter : new long[] {2, 20, 80}) {
            table.append(" | %2d ms".formatted(jitter));
            for (var gong : GongModel.values()) {
              var setting =
                  new PaceSimulation.Setting(
                      gong, spread, jitter * PaceSimulation.MILLI, processing, bursts, SENDS);
              int sends = 0;
              int cell = 0;
              double utilisation = 0;
              for (int schedule = 0; schedule < SCHEDULES; schedule++) {
                var result =
                    new PaceSimulation(setting, SPACING, 7919L * schedule + setting.hashCode())
                        .run();
                sends += result.sends();
                cell += result.refused();
                utilisation += result.utilisation() / SCHEDULES;
              }
              refused += cell;
              if (jitter == 2 && !bursts) {
                assertThat(utilisation).as(table.toString()).isGreaterThan(processing.expected);
              }
              table.append(
                  String.format(Locale.ROOT, " %5.1f/%.3f", cell * 10_000.0 / sends, utilisation));
            }
          }
          table.append(System.lineSeparator());
        }
      }
    }
    System.out.print(table);
    assertThat(refused).as("429s\n%s", table).isZero();
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
