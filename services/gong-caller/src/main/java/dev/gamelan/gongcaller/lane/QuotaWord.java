package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.permit.PermitAnswer;
import dev.gamelan.schemas.CallClass;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What quota last said of a lane, believed until it is asked again. */
final class QuotaWord {
  /** However long quota says: it may think better of it. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private boolean asked;
  private long heardNanos;
  private long askAgainNanos;
  private long frozenUntilNanos;
  private final Map<CallClass, Spent> spent = new EnumMap<>(CallClass.class);

  /** The day's quota of a class, and of whatever is less urgent. */
  private record Spent(Instant until, long askAgainNanos) {}

  QuotaWord(long now) {
    heardNanos = Moment.longBefore(now);
    askAgainNanos = heardNanos;
    frozenUntilNanos = heardNanos;
  }

  void asked() {
    asked = true;
  }

  /** Whether there may be a lease. */
  boolean wasAsked() {
    return asked;
  }

  void heard(long nanos) {
    heardNanos = nanos;
  }

  /** True, once each time, where the lease is to be renewed. */
  boolean wantsHeartbeat(Duration every, long nanos) {
    if (!asked || nanos - heardNanos <= every.toNanos()) {
      return false;
    }
    heardNanos = nanos;
    return true;
  }

  /**
   * @param asked the class of the call that a permit was refused for: what is more urgent may have
   *     some of the day's quota left
   */
  void refused(PermitAnswer.Refused refused, CallClass asked, Moment now) {
    Duration wanted = refused.retryAfter();
    Duration pause = wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE;
    if (refused.reason() == PermitAnswer.Reason.DAY_SPENT) {
      var word = new Spent(now.wall().plus(wanted), now.nanos() + pause.toNanos());
      for (CallClass callClass : CallClass.values()) {
        if (callClass.compareTo(asked) >= 0) {
          spent.put(callClass, word);
        }
      }
      return;
    }
    notBefore(now, pause);
    if (refused.reason() == PermitAnswer.Reason.FROZEN) {
      frozenUntilNanos = now.nanos() + wanted.toNanos();
    }
  }

  void notBefore(Moment now, Duration pause) {
    askAgainNanos = now.nanos() + pause.toNanos();
  }

  /** Nanoseconds until quota may be asked; not positive where it may be at once. */
  long untilAsking(Moment now) {
    return askAgainNanos - now.nanos();
  }

  /** Nanoseconds until quota may be asked for this class; not positive where it may be at once. */
  long untilAsking(CallClass callClass, Moment now) {
    Spent word = spent.get(callClass);
    return word == null
        ? untilAsking(now)
        : Math.max(untilAsking(now), word.askAgainNanos() - now.nanos());
  }

  /** When the day has room for this class again, while it is believed to be spent. */
  @Nullable Instant daySpentUntil(CallClass callClass, Moment now) {
    Spent word = spent.get(callClass);
    return word != null
            && word.until().isAfter(now.wall())
            && word.askAgainNanos() - now.nanos() > 0
        ? word.until()
        : null;
  }

  @Nullable Instant frozenUntil(Moment now) {
    long left = frozenUntilNanos - now.nanos();
    return left > 0 ? now.wall().plusNanos(left) : null;
  }
}
