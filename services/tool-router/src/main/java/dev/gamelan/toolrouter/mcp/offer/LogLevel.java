package dev.gamelan.toolrouter.mcp.offer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a log message matters, least first. */
public enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<LogLevel> of(String wire) {
    return Arrays.stream(values()).filter(level -> level.wire().equals(wire)).findAny();
  }
}
