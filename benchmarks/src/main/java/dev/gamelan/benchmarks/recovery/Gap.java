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
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The silence at Gong around a kill, and what the killed service's log tells of it.
 *
 * @param before the last request before the kill
 * @param after the first one after it
 */
record Gap(
    Instant before,
    Instant kill,
    @Nullable Instant firstLine,
    @Nullable Instant assigned,
    @Nullable Instant started,
    Instant after) {

  static Gap of(List<Arrival> arrivals, Instant kill, @Nullable Path log) throws IOException {
    Instant before =
        arrivals.stream()
            .map(Arrival::at)
            .filter(at -> !at.isAfter(kill))
            .max(Instant::compareTo)
            .orElse(kill);
    Instant after =
        arrivals.stream()
            .map(Arrival::at)
            .filter(at -> at.isAfter(kill))
            .min(Instant::compareTo)
            .orElseThrow(() -> new IOException("Nothing reached Gong after the kill"));
    if (log == null) {
      return new Gap(before, kill, null, null, null, after);
    }
    Instant firstLine = null;
    Instant assigned = null;
    Instant started = null;
    for (String line : Files.readAllLines(log)) {
      Instant at = moment(line);
      if (at == null || !at.isAfter(kill)) {
        continue;
      }
      firstLine = firstLine == null ? at : firstLine;
      if (assigned == null && line.contains("partitions assigned: [gong.tool-call.requested")) {
        assigned = at;
      }
      if (started == null && line.contains("Started GongCallerApplication")) {
        started = at;
      }
    }
    return new Gap(before, kill, firstLine, assigned, started, after);
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
        "first line of log %s, partitions assigned %s, context started %s, request at Gong %s",
        since(firstLine),
        since(assigned),
        since(started),
        since(after));
  }

  private String since(@Nullable Instant moment) {
    return moment == null
        ? "?"
        : String.format(Locale.ROOT, "%.1f s", Duration.between(kill, moment).toMillis() / 1e3);
  }
}
