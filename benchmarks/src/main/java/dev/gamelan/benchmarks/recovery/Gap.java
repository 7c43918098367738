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
 * The silence at Gong around a kill, and what the killed service's log tells of it.
 *
 * @param before the last request before the kill
 * @param listening its consumer was started
 * @param spoke it had the partition and had read calls
 * @param after the first one after it
 */
record Gap(
    Instant before,
    Instant kill,
    @Nullable Instant firstLine,
    @Nullable Instant listening,
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
    return new Gap(before, kill, null, null, null, after);
  }

  /**
   * @param lane when the lane told of itself
   */
  Gap with(Path log, List<Instant> lane) throws IOException {
    List<String> lines = Files.readAllLines(log);
    Instant firstLine = first(moments(lines, ""), kill).orElse(null);
    Instant listening = first(moments(lines, "toolCallRequested-in-0.errors"), kill).orElse(null);
    return new Gap(before, kill, firstLine, listening, first(lane, kill).orElse(null), after);
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
        "first line of its log after %s, it reads the topic after %s, calls are in the lane after"
            + " %s, a request is at Gong after %s",
        since(firstLine),
        since(listening),
        since(spoke),
        since(after));
  }

  private String since(@Nullable Instant moment) {
    return moment == null
        ? "?"
        : String.format(Locale.ROOT, "%.1f s", Duration.between(kill, moment).toMillis() / 1e3);
  }
}
