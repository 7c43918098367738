package dev.gamelan.gongcaller.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second at Gong from holding one request too many, however long each was on its way. Even
 * spacing alone does not: a late first and a prompt last arrive closer together than they left. The
 * request that would be too many leaves a second after the first of them has surely arrived, which
 * its answer tells; and as long before the answer as round trips of its kind are known to take, for
 * that time is no delay on its way.
 */
final class ArrivalWindow {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long CAUTIOUS = Duration.ofHours(1).toNanos();
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int MOST = 1024;

  private final long longestWay;
  private final RoundTrips roundTrips = new RoundTrips();
  private final Deque<Sent> sends = new ArrayDeque<>();
  private @Nullable Long cautiousUntil;

  ArrivalWindow(Duration longestWay) {
    this.longestWay = longestWay.toNanos();
  }

  private static final class Sent {
    private final String permitId;
    private final @Nullable String operation;
    private final long at;

    /** Whether it left earlier than by answers alone; then a 429 may be our own fault. */
    private final boolean early;

    private boolean answered;
    private boolean lost;

    /** By when it has arrived, told from its answer or its absence alone. */
    private long arrivedBy;

    /** The same, with what is known of round trips; less the shortest way there. */
    private long countsFrom;

    Sent(String permitId, @Nullable String operation, long at, boolean early, long arrivedBy) {
      this.permitId = permitId;
      this.operation = operation;
      this.at = at;
      this.early = early;
      this.arrivedBy = arrivedBy;
      this.countsFrom = arrivedBy;
    }
  }

  void sent(String permitId, @Nullable String operation, Duration spacing, long now) {
    Sent first = spacing.isZero() ? null : fromLast(perSecond(spacing));
    boolean early = first != null && first.arrivedBy + SECOND - now > 0;
    sends.addLast(new Sent(permitId, operation, now, early, now + longestWay));
    if (sends.size() > MOST) {
      sends.removeFirst();
    }
  }

  void answered(String permitId, int status, long now) {
    boolean early = false;
    for (Sent sent : sends) {
      early = sent.early || (early && now - sent.at < 2 * SECOND);
      if (!sent.permitId.equals(permitId) || sent.answered) {
        continue;
      }
      sent.answered = true;
      if (status == TOO_MANY_REQUESTS && early) {
        cautiousUntil = now + CAUTIOUS;
      }
      sent.arrivedBy = Math.min(sent.arrivedBy, now);
      sent.countsFrom = Math.min(sent.arrivedBy, now - arrivedBeforeAnswer(sent, status, now));
    }
  }

  private long arrivedBeforeAnswer(Sent sent, int status, long now) {
    if (sent.operation == null) {
      return 0;
    }
    String kind = kind(sent.operation, status);
    long took = now - sent.at;
    long before = roundTrips.arrivedBeforeAnswer(kind, took, now);
    roundTrips.add(kind, took, now);
    return before;
  }

  /** It got no answer and will not get one: it may be on its way as long as anything may. */
  void lost(String permitId) {
    for (Sent sent : sends) {
      if (sent.permitId.equals(permitId)) {
        sent.lost = true;
      }
    }
  }

  /**
   * How long the next request has to wait yet, in nanoseconds; not positive where it may leave.
   *
   * @param spacing of the permit, by which the rate is known; zero where there is no limit
   */
  long wait(Duration spacing, long now) {
    Sent first = spacing.isZero() ? null : fromLast(perSecond(spacing));
    return first == null ? 0 : countsFrom(first, now) + SECOND - now;
  }

  /**
   * Gong said that there were too many, and it may have been us: only answers count for a while.
   */
  boolean cautious(long now) {
    return cautiousUntil != null && cautiousUntil - now > 0;
  }

  private long countsFrom(Sent sent, long now) {
    if (cautious(now)) {
      return sent.arrivedBy;
    }
    if (sent.answered || sent.lost || sent.operation == null) {
      return sent.countsFrom;
    }
    return sent.at + roundTrips.longestWay(kind(sent.operation, 200), now - sent.at, longestWay);
  }

  private static String kind(String operation, int status) {
    return operation + ' ' + status / 100;
  }

  private static int perSecond(Duration spacing) {
    return (int) Math.ceilDiv(SECOND, spacing.toNanos());
  }

  private @Nullable Sent fromLast(int count) {
    if (sends.size() < count) {
      return null;
    }
    var backwards = sends.descendingIterator();
    Sent found = null;
    for (int index = 0; index < count; index++) {
      found = backwards.next();
    }
    return found;
  }
}
