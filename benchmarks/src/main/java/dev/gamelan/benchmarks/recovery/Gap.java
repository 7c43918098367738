package dev.gamelan.benchmarks.recovery;

import dev.gamelan.simulator.arrivals.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The silence at Gong around a kill, and what those that were left tell of it.
 *
 * @param before the last request before the kill
 * @param missed one that was left noticed
 * @param spoke it had the partition and had read calls
 * @param after the first one after it
 */
record Gap(
    Instant before,
    Instant kill,
    @Nullable Instant missed,
    @Nullable Instant spoke,
    Instant after) {

  static Gap of(List<Arrival> arrivals, Instant kill) throws IOException {
    Instant before =
        arrivals.stream()
            .map(Arrival::at)
            .filter(at -> !at.isAfter(kill))
            .max(Instant::compareTo)
            .orElse(kill);
    Instant after =
        first(arrivals.stream().map(Arrival::at).toList(), kill)
            .orElseThrow(() -> new IOException("Nothing reached Gong after the kill"));
    return new Gap(before, kill, null, null, after);
  }

  /**
   * @param logs of all gong-callers
   * @param lane when the lane told of itself
   */
  Gap with(List<Path> logs, List<Instant> lane) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path log : logs) {
      lines.addAll(Files.readAllLines(log));
    }
    Instant missed = first(moments(lines, "is gone; its lanes go"), kill).orElse(null);
    return new Gap(before, kill, missed, first(lane, kill).orElse(null), after);
  }

  private static Optional<Instant> first(List<Instant> moments, Instant kill) {
    return moments.stream().filter(at -> at.isAfter(kill)).min(Instant::compareTo);
  }

  private static List<Instant> moments(List<String> lines, String about) {
    List<Instant> moments = new ArrayList<>();
    for (String line : lines) {
      Instant at = line.contains(about) ? moment(line) : null;
      if (at != null) {
        moments.add(at);
      }
    }
    return moments;
  }

  private static @Nullable Instant moment(String line) {
    int end = line.indexOf(' ');
    try {
      return end < 0
          ? null
          : LocalDateTime.parse(line.substring(0, end)).atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeParseException noMoment) {
      return null;
    }
  }

  double seconds() {
    return Duration.between(before, after).toMillis() / 1e3;
  }

  /** Seconds after the kill. */
  String parts() {
    return String.format(
        Locale.ROOT,
        "the other missed it after %s, calls are in its lane after %s, a request is at Gong after %s",
        since(missed),
        since(spoke),
        since(after));
  }

  private String since(@Nullable Instant moment) {
    return moment == null
        ? "?"
        : String.format(Locale.ROOT, "%.1f s", Duration.between(kill, moment).toMillis() / 1e3);
  }
}
