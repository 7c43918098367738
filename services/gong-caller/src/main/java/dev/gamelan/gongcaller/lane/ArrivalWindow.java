package dev.gamelan.gongcaller.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second at Gong from holding one request too many, however long each was on its way. Even
 * spacing alone does not: a late first and a prompt last arrive closer together than they left. A
 * request has arrived when it is answered, or when nothing can be under way any longer; the one
 * that would be too many leaves a second after that.
 */
final class ArrivalWindow {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int MOST = 1024;

  private final long longestWay;
  private final Deque<Sent> sends = new ArrayDeque<>();

  ArrivalWindow(Duration longestWay) {
    this.longestWay = longestWay.toNanos();
  }

  private static final class Sent {
    private final String permitId;
    private long arrivedBy;

    Sent(String permitId, long arrivedBy) {
      this.permitId = permitId;
      this.arrivedBy = arrivedBy;
    }
  }

  void sent(String permitId, long now) {
    sends.addLast(new Sent(permitId, now + longestWay));
    if (sends.size() > MOST) {
      sends.removeFirst();
    }
  }

  void answered(String permitId, long now) {
    for (Sent sent : sends) {
      if (sent.permitId.equals(permitId) && sent.arrivedBy - now > 0) {
        sent.arrivedBy = now;
      }
    }
  }

  /**
   * How long the next request has to wait yet, in nanoseconds; not positive where it may leave.
   *
   * @param spacing of the permit, by which the rate is known; zero where there is no limit
   */
  long wait(Duration spacing, long now) {
    if (spacing.isZero()) {
      return 0;
    }
    int perSecond = (int) Math.ceilDiv(SECOND, spacing.toNanos());
    Sent first = fromLast(perSecond);
    return first == null ? 0 : first.arrivedBy + SECOND - now;
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
