package dev.gamelan.quota.limits;

import dev.gamelan.schemas.QuotaLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The limits that hold now: as last changed, or else as configured. */
@Component
public final class LimitsBook {
  private final LimitsProperties properties;
  private final Map<String, QuotaLimits> changed = new ConcurrentHashMap<>();
  private volatile boolean read;

  public LimitsBook(LimitsProperties properties) {
    this.properties = properties;
  }

  /** The book of an installation where nothing was ever changed. */
  public static LimitsBook asConfigured(LimitsProperties properties) {
    var book = new LimitsBook(properties);
    book.read();
    return book;
  }

  /** Takes in a change; an older one than is known changes nothing. */
  public synchronized void replay(QuotaLimits limits) {
    changed.merge(
        limits.getConnection(),
        limits,
        (known, told) -> told.getVersion() >= known.getVersion() ? told : known);
    notifyAll();
  }

  /** Whether this version, or a later one, is known within that time. */
  public synchronized boolean follows(String connection, long version, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (version > 0 && version(connection) < version) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private long version(String connection) {
    QuotaLimits known = changed.get(connection);
    return known == null ? 0 : known.getVersion();
  }

  void read() {
    read = true;
  }

  /** Whether all changes of before are known; until then nobody knows which limits hold. */
  public boolean isRead() {
    return read;
  }

  public boolean enforced() {
    return properties.enforced();
  }

  public Limits of(String connection) {
    QuotaLimits own = changed.get(connection);
    return own == null ? properties.of(connection) : as(own);
  }

  /** What these words come to. */
  public Limits as(QuotaLimits words) {
    return properties.enforced()
        ? Limits.paced(words.getPerSecond(), words.getPerDay(), properties.guard(), plan(words))
        : Limits.NONE;
  }

  /** Empty where the settings hold. */
  public Optional<QuotaLimits> changed(String connection) {
    return Optional.ofNullable(changed.get(connection));
  }

  /**
   * What limits of these words would be.
   *
   * @throws IllegalArgumentException where they make no sense; its message says why
   */
  public static void check(QuotaLimits limits) {
    Rules.require(
        limits.getPerSecond() >= 1 && limits.getPerSecond() <= Rules.MOST_PER_SECOND,
        "perSecond is from 1 to " + Rules.MOST_PER_SECOND);
    Rules.require(
        limits.getPerDay() >= 0 && limits.getPerDay() <= Rules.MOST_PER_DAY,
        "perDay is from 0 to " + Rules.MOST_PER_DAY);
    DayPlan unused = plan(limits);
  }

  private static DayPlan plan(QuotaLimits limits) {
    return new DayPlan(
        limits.getControlShare(),
        limits.getInteractiveShare(),
        limits.getBackgroundShare(),
        limits.getSafetyShare(),
        limits.getCallerPerDay(),
        limits.getToolPerDay(),
        limits.getCallers(),
        limits.getTools());
  }
}
