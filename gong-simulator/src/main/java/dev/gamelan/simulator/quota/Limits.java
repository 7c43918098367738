package dev.gamelan.simulator.quota;

import java.time.ZoneId;

/** How often Gong may be asked, and in which of the readings of its one sentence about it. */
public record Limits(
    boolean enabled,
    int perSecond,
    SecondKind second,
    int perDay,
    DayKind day,
    ZoneId dayZone,
    boolean refusedCount) {

  /** How the second is measured. */
  public enum SecondKind {
    FIXED,
    SLIDING,
    BUCKET
  }

  /** How the day is measured. */
  public enum DayKind {
    ROLLING,
    CALENDAR
  }

  public Limits {
    if (perSecond < 1 || perSecond > 1_000_000) {
      throw new IllegalArgumentException("perSecond must be between 1 and 1000000");
    }
    if (perDay < 1 || perDay > 10_000_000) {
      throw new IllegalArgumentException("perDay must be between 1 and 10000000");
    }
  }
}
