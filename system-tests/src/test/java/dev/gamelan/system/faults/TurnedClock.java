package dev.gamelan.system.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Wrong by as much as its file says, or right where there is none. */
final class TurnedClock extends Clock {
  private final Path file;
  private final ZoneId zone;

  TurnedClock(Path file) {
    this(file, ZoneOffset.UTC);
  }

  private TurnedClock(Path file, ZoneId zone) {
    this.file = file;
    this.zone = zone;
  }

  static void turn(Path file, Duration by) {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(whole, by.toString());
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(turned());
  }

  private Duration turned() {
    try {
      return Duration.parse(Files.readString(file));
    } catch (NoSuchFileException right) {
      return Duration.ZERO;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new TurnedClock(file, other);
  }
}
