package dev.gamelan.benchmarks.pacing;

import dev.gamelan.gongcaller.lane.LanePace;
import dev.gamelan.gongcaller.permit.Permit;
import java.time.Duration;
import java.time.Instant;

/** The pace of gong-caller's lanes itself, with the turns that quota gives out. */
final class GamelanPacer implements Pacer {
  private static final Duration SPACING = Duration.ofMillis(345);
  private static final long FREEZE = Duration.ofSeconds(1).toNanos();

  private final LanePace pace = new LanePace(Duration.ofSeconds(1), 0);
  private long nextTurn = Long.MIN_VALUE;
  private long turn = Long.MIN_VALUE;
  private long frozenUntil = Long.MIN_VALUE;

  private static Permit permit(int request, long due) {
    return new Permit("p" + request, due, Long.MAX_VALUE, Instant.MAX, SPACING);
  }

  @Override
  public long untilDue(long now) {
    if (turn == Long.MIN_VALUE) {
      turn = Math.max(nextTurn, now);
      nextTurn = turn + SPACING.toNanos();
    }
    return Math.max(Math.max(frozenUntil, now) - now, pace.untilDue(permit(0, turn), now));
  }

  @Override
  public void sent(int request, int operation, long now) {
    pace.sent(permit(request, turn), "operation " + operation, now, true);
    turn = Long.MIN_VALUE;
  }

  @Override
  public void answered(int request, int status, long now) {
    pace.answered(permit(request, now), now, null, status);
    if (status == 429) {
      frozenUntil = now + FREEZE;
    }
  }

  @Override
  public boolean sleepsWhenRefused() {
    return false;
  }
}
