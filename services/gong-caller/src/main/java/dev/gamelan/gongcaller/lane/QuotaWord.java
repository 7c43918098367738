package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.permit.PermitAnswer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What quota last said of a lane, believed until it is asked again. */
final class QuotaWord {
  /** However long quota says: it may think better of it. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private boolean asked;
  private long heardNanos = Moment.longAgo();
  private long askAgainNanos = heardNanos;
  private Instant frozenUntil = Instant.MIN;
  private Instant daySpentUntil = Instant.MIN;

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

  void refused(PermitAnswer.Refused refused, Moment now) {
    Duration wanted = refused.retryAfter();
    notBefore(now, wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE);
    if (refused.reason() == PermitAnswer.Reason.DAY_SPENT) {
      daySpentUntil = now.wall().plus(wanted);
    }
    if (refused.reason() == PermitAnswer.Reason.FROZEN) {
      frozenUntil = now.wall().plus(wanted);
    }
  }

  void notBefore(Moment now, Duration pause) {
    askAgainNanos = now.nanos() + pause.toNanos();
  }

  /** Nanoseconds until quota may be asked; not positive where it may be at once. */
  long untilAsking(Moment now) {
    return askAgainNanos - now.nanos();
  }

  /** When the day has room again, while it is believed to be spent. */
  @Nullable Instant daySpentUntil(Moment now) {
    return daySpentUntil.isAfter(now.wall()) && untilAsking(now) > 0 ? daySpentUntil : null;
  }

  @Nullable Instant frozenUntil(Moment now) {
    return frozenUntil.isAfter(now.wall()) ? frozenUntil : null;
  }
}
