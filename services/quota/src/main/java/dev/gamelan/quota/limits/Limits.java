package dev.gamelan.quota.limits;

import java.time.Duration;

/**
 * One connection's limits, and the pace and the shares that follow from them.
 *
 * @param interval between two starts: {@code perSecond + 1} starts never fit into one second
 * @param lookahead how long a permit may have to wait for its turn
 * @param day how the day's units are shared out
 */
public record Limits(
    int perSecond,
    long perDay,
    Duration interval,
    Duration lookahead,
    DayPlan day,
    boolean enforced) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** How long after its turn a permit may still be used. */
  public static final Duration GRACE = SECOND;

  /** How long after its turn a guest's permit may still be used. */
  public static final Duration GUEST_GRACE = Duration.ofMillis(500);

  /** What is shown and kept where limits are off: more than anything here can send. */
  static final Limits NONE =
      new Limits(1_000_000, 1_000_000_000_000L, Duration.ZERO, Duration.ZERO, DayPlan.NONE, false);

  static Limits paced(int perSecond, long perDay, Duration guard, DayPlan day) {
    long millis = Math.ceilDiv(SECOND.plus(guard).toMillis(), perSecond);
    Duration interval = Duration.ofMillis(millis);
    Duration two = interval.multipliedBy(2);
    return new Limits(
        perSecond, perDay, interval, two.compareTo(SECOND) > 0 ? two : SECOND, day, true);
  }

  /** That many percent of the day in units. */
  public long units(int percent) {
    return Math.floorDiv(perDay * percent, 100L);
  }

  /** From asking for a permit to the last moment at which it may be used. */
  public Duration longestPermit() {
    return lookahead.plus(GRACE);
  }

  /** After a permit was granted and this has passed, nothing sent under it is within a second. */
  public Duration settled() {
    return longestPermit().plus(SECOND);
  }
}
