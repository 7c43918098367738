package dev.gamelan.gongcaller.gong;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads a Retry-After header as seconds or as a date; what cannot be meant is null. */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofHours(24);

  private RetryAfter() {}

  static @Nullable Duration read(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    Duration wait = header.matches("[0-9]{1,9}") ? seconds(header) : untilDate(header, now);
    if (wait == null || wait.isNegative()) {
      return null;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static Duration seconds(String header) {
    return Duration.ofSeconds(Long.parseLong(header));
  }

  private static @Nullable Duration untilDate(String header, Instant now) {
    try {
      return Duration.between(
          now, ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException | ArithmeticException garbage) {
      return null;
    }
  }
}
