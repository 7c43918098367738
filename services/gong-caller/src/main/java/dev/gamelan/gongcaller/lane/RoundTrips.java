package dev.gamelan.gongcaller.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What round trips to Gong took lately, and what follows for the way there. No round trip is
 * shorter than the shortest way there and what Gong and the way back take at least; so of every
 * longer one the excess, and no more, may be a delay on the way there.
 */
final class RoundTrips {
  private static final long MILLI = 1_000_000;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MINUTES = 10;
  private static final int KINDS = 512;
  private static final int RECENT = 128;
  private static final int EXCESSES = 1_000;
  private static final int FEW = 32;
  private static final int ENOUGH = 200;
  private static final long LEAST_MARGIN = 2 * MILLI;
  private static final long SHORTEST_WAY = 30 * MILLI;
  private static final long WAY_MARGIN = 20 * MILLI;

  private final Map<String, Kind> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
          return size() > KINDS;
        }
      };
  private final Kind all = new Kind();
  private final long[] excesses = new long[EXCESSES];
  private int excessesSeen;
  private long mostExcess;

  /** Round trips of one operation with one kind of answer. */
  private static final class Kind {
    private final Deque<Minute> minutes = new ArrayDeque<>();
    private final long[] recent = new long[RECENT];
    private int added;

    private static final class Minute {
      private final long minute;
      private long shortest;
      private int count;

      Minute(long minute, long shortest) {
        this.minute = minute;
        this.shortest = shortest;
      }
    }

    void add(long took, long now) {
      Minute last = minutes.peekLast();
      if (last == null || last.minute != now / MINUTE) {
        last = new Minute(now / MINUTE, took);
        minutes.addLast(last);
      }
      last.shortest = Math.min(last.shortest, took);
      last.count++;
      recent[added++ % RECENT] = took;
    }

    void forget(long now) {
      while (!minutes.isEmpty() && minutes.getFirst().minute < now / MINUTE - MINUTES) {
        minutes.removeFirst();
      }
    }

    int count() {
      int count = 0;
      for (Minute minute : minutes) {
        count += minute.count;
      }
      return count;
    }

    long floor() {
      long floor = Long.MAX_VALUE;
      for (Minute minute : minutes) {
        floor = Math.min(floor, minute.shortest);
      }
      return minutes.isEmpty() ? 0 : floor;
    }

    /**
     * The shortest seen is longer than the shortest there is: by less, the more were seen. Were the
     * next to beat it by this, it would be the first of some ten millions to do so.
     */
    long margin(int count) {
      long[] sorted = Arrays.copyOf(recent, Math.min(added, RECENT));
      Arrays.sort(sorted);
      long spread = Math.max(0, sorted[sorted.length / 2] - floor());
      return LEAST_MARGIN + Math.round(spread * (5.0 / Math.sqrt(count) + 0.15));
    }

    /** What the shortest round trip certainly is at least; zero where too few were seen. */
    long certain(long now) {
      forget(now);
      int count = count();
      return count < FEW ? 0 : Math.max(0, floor() - margin(count));
    }
  }

  /**
   * How long before its answer a request has arrived at the latest, but for the shortest way there,
   * which the next one takes as well. Zero where this round trip is shorter than any before: then
   * nothing is known of it.
   */
  long arrivedBeforeAnswer(String kind, long took, long now) {
    Kind own = kinds.get(kind);
    long certain = Math.max(all.certain(now), own == null ? 0 : own.certain(now));
    return took < floor(own, now) ? 0 : Math.min(certain, took);
  }

  private long floor(@Nullable Kind own, long now) {
    if (own != null) {
      own.forget(now);
    }
    return own == null || own.count() == 0 ? all.floor() : own.floor();
  }

  void add(String kind, long took, long now) {
    Kind own = kinds.computeIfAbsent(kind, unseen -> new Kind());
    own.forget(now);
    if (own.count() >= FEW) {
      exceeded(Math.max(0, took - own.floor()));
    }
    own.add(took, now);
    all.forget(now);
    all.add(took, now);
  }

  private void exceeded(long excess) {
    int at = excessesSeen++ % EXCESSES;
    boolean mostGoes = excesses[at] == mostExcess;
    excesses[at] = excess;
    mostExcess =
        mostGoes ? Arrays.stream(excesses).max().orElse(excess) : Math.max(mostExcess, excess);
  }

  /**
   * How long a request may be on its way that was sent so long ago and has no answer yet. One that
   * is overdue may be anywhere.
   */
  long longestWay(String kind, long age, long otherwise) {
    Kind own = kinds.get(kind);
    if (own == null || excessesSeen < ENOUGH || age > own.floor() + mostExcess) {
      return otherwise;
    }
    long way = mostExcess + mostExcess / 4 + WAY_MARGIN;
    return Math.clamp(way, Math.min(SHORTEST_WAY, otherwise), otherwise);
  }
}
