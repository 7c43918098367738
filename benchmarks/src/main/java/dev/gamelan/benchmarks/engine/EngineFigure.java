package dev.gamelan.benchmarks.engine;

import dev.gamelan.benchmarks.pacing.Pacing;
import dev.gamelan.benchmarks.result.Rows;
import java.nio.file.Path;
import java.time.Duration;

/** The figures by the names they are chosen by, and how long each may take at most. */
enum EngineFigure {
  B1("429s and goodput", Duration.ofMinutes(5), Pacing::measure);

  /** Measures, and adds each line once it is known. */
  interface Measurement {
    void measure(Rows rows, Path data, int rounds) throws Exception;
  }

  final String title;
  final Duration longest;
  final Measurement measurement;

  EngineFigure(String title, Duration longest, Measurement measurement) {
    this.title = title;
    this.longest = longest;
    this.measurement = measurement;
  }
}
