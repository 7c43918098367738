package dev.gamelan.toolrouter.usage;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The rolling days of many, bounded: those for whom there is no room are counted together, so that
 * each of them seems to have called as often as all of them.
 */
final class Counts {
  private final Map<String, RollingDay> days = new HashMap<>();
  private final RollingDay others = new RollingDay();
  private final int kept;

  Counts(int kept) {
    this.kept = kept;
  }

  synchronized void count(String who, Instant at, Instant now) {
    RollingDay day = days.get(who);
    if (day == null && days.size() >= kept) {
      days.values().removeIf(idle -> idle.sum(now) == 0);
    }
    if (day == null && days.size() < kept) {
      day = new RollingDay();
      days.put(who, day);
    }
    (day == null ? others : day).count(at, now);
  }

  synchronized void takeBack(String who, Instant now) {
    RollingDay day = days.get(who);
    (day == null ? others : day).takeBack(now);
  }

  synchronized long of(String who, Instant now) {
    RollingDay day = days.get(who);
    // Some of theirs may have been counted while there was no room.
    return (day == null ? 0 : day.sum(now)) + others.sum(now);
  }
}
