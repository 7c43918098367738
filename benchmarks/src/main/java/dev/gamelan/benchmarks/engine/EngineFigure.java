package dev.gamelan.benchmarks.engine;

import dev.gamelan.benchmarks.fairness.Fairness;
import dev.gamelan.benchmarks.growth.Growth;
import dev.gamelan.benchmarks.latency.Latency;
import dev.gamelan.benchmarks.overload.Overload;
import dev.gamelan.benchmarks.pacing.Pacing;
import dev.gamelan.benchmarks.permits.Permits;
import dev.gamelan.benchmarks.recovery.Recovery;
import dev.gamelan.benchmarks.result.Rows;
import dev.gamelan.benchmarks.sharing.Sharing;
import dev.gamelan.benchmarks.writes.Writes;
import java.nio.file.Path;
import java.time.Duration;

/** The figures by the names they are chosen by, and how long each may take at most. */
enum EngineFigure {
  B1("429s and goodput", Duration.ofMinutes(8), Pacing::measure),
  B2("calls for each request", Duration.ofMinutes(25), Sharing::measure),
  B3("overload", Duration.ofMinutes(9), Overload::measure),
  B4("added latency", Duration.ofMinutes(15), Latency::measure),
  B5("recovery", Duration.ofMinutes(11), Recovery::measure),
  B6("duplicate writes", Duration.ofMinutes(9), Writes::measure),
  B7("a quiet user", Duration.ofMinutes(10), Fairness::measure),
  B8("permits", Duration.ofMinutes(8), Permits::measure),
  // What ten thousand connections need beside a broker and four services in one JVM.
  GROWTH("how it grows", "6g", Duration.ofMinutes(50), Growth::measure);

  /** Measures, and adds each line once it is known. */
  interface Measurement {
    void measure(Rows rows, Path data, int rounds) throws Exception;
  }

  final String title;

  /** What its JVM may take, as {@code -Xmx} has it. */
  final String heap;

  final Duration longest;
  final Measurement measurement;

  EngineFigure(String title, Duration longest, Measurement measurement) {
    this(title, "1g", longest, measurement);
  }

  EngineFigure(String title, String heap, Duration longest, Measurement measurement) {
    this.title = title;
    this.heap = heap;
    this.longest = longest;
    this.measurement = measurement;
  }
}
