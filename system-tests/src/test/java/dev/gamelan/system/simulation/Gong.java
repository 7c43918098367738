package dev.gamelan.system.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A Gong: its limit of one kind or another, its moods, and what was changed at it. */
final class Gong {
  static final long SECOND = 1_000_000_000L;
  static final long MILLI = 1_000_000L;
  private static final int LIMIT = 3;

  /** What kind of limit it has. */
  enum Limit {
    FIXED_WINDOW,
    SLIDING_LOG,
    TOKEN_BUCKET
  }

  /** What becomes of a request. */
  enum Mood {
    WELL,
    FAILS_BEFORE,
    FAILS_AFTER,
    RESETS_BEFORE,
    RESETS_AFTER,
    HANGS,
    WANTS_REST,
    REFUSES
  }

  private final Limit limit;
  private final long phase;
  private final Deque<Long> log = new ArrayDeque<>();
  private final Set<String> keys = new HashSet<>();
  private long second = Long.MIN_VALUE;
  private int count;
  private double tokens = LIMIT;
  private long last;

  Gong(Limit limit, Random dice) {
    this.limit = limit;
    this.phase = dice.nextLong(SECOND);
  }

  /** Asked in the order of arrival; what it refuses counts as well. */
  boolean accepts(long now) {
    return switch (limit) {
      case FIXED_WINDOW -> {
        long current = Math.floorDiv(now + phase, SECOND);
        count = current == second ? count + 1 : 1;
        second = current;
        yield count <= LIMIT;
      }
      case SLIDING_LOG -> {
        while (!log.isEmpty() && now - log.getFirst() >= SECOND) {
          log.removeFirst();
        }
        log.addLast(now);
        yield log.size() <= LIMIT;
      }
      case TOKEN_BUCKET -> {
        tokens = Math.min(LIMIT, tokens + (double) LIMIT * (now - last) / SECOND);
        last = now;
        if (tokens < 1) {
          yield false;
        }
        tokens--;
        yield true;
      }
    };
  }

  /** False where it knows the key already: then nothing is done again. */
  boolean isNew(String key) {
    return keys.add(key);
  }

  static List<Mood> moods() {
    return List.of(Mood.values());
  }
}
