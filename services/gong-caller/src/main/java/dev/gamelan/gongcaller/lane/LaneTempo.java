package dev.gamelan.gongcaller.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a lane really goes: what admission reckons with, instead of the nominal rate. */
final class LaneTempo {
  private static final long RECENT_STARTS = Duration.ofSeconds(30).toNanos();
  private static final long RECENT_ANSWERS = Duration.ofMinutes(5).toNanos();
  private static final int MOST = 128;
  private static final int MOST_REQUESTS = 1_024;
  private static final int ENOUGH_ANSWERS = 16;

  private final Deque<Timed> gaps = new ArrayDeque<>();
  private final Deque<Timed> answers = new ArrayDeque<>();
  private final Deque<Shared> shared = new ArrayDeque<>();
  private Duration spacing = Duration.ofMillis(350);
  private long lastStart;
  private boolean backlog;

  private record Timed(long at, long nanos) {}

  private record Shared(long at, int calls) {}

  /**
   * @param moreWait only the gap after a start that left work behind tells of the lane's speed; any
   *     other tells of demand
   */
  void started(long now, boolean moreWait, Duration permitSpacing) {
    if (backlog) {
      keep(gaps, new Timed(now, now - lastStart), RECENT_STARTS);
    }
    lastStart = now;
    backlog = moreWait;
    spacing = permitSpacing;
  }

  void answered(long now, long nanos) {
    keep(answers, new Timed(now, nanos), RECENT_ANSWERS);
  }

  /** Counts with the request before it. */
  void answeredFromMemory(long now) {
    Shared last = shared.pollLast();
    if (last != null) {
      shared.addLast(new Shared(now, last.calls() + 1));
    }
  }

  void served(int calls, long now) {
    shared.addLast(new Shared(now, calls));
    while (shared.size() > MOST_REQUESTS) {
      shared.removeFirst();
    }
  }

  double answersPerRequest(long now) {
    shared.removeIf(request -> now - request.at() > RECENT_ANSWERS);
    return shared.stream().mapToInt(Shared::calls).average().orElse(1);
  }

  private static void keep(Deque<Timed> kept, Timed next, long horizon) {
    kept.addLast(next);
    while (kept.size() > MOST || next.at() - kept.getFirst().at() > horizon) {
      kept.removeFirst();
    }
  }

  double startsPerSecond(long now) {
    gaps.removeIf(gap -> now - gap.at() > RECENT_STARTS);
    double meanNanos =
        gaps.stream().mapToLong(Timed::nanos).average().orElse(Math.max(1, spacing.toNanos()));
    return Duration.ofSeconds(1).toNanos() / meanNanos;
  }

  /** What no answer was quicker than of late; nothing where there were too few to tell. */
  Duration quickestAnswer(long now) {
    answers.removeIf(answer -> now - answer.at() > RECENT_ANSWERS);
    return answers.size() < ENOUGH_ANSWERS
        ? Duration.ZERO
        : Duration.ofNanos(answers.stream().mapToLong(Timed::nanos).min().orElse(0));
  }

  long answerMillis(long now) {
    answers.removeIf(answer -> now - answer.at() > RECENT_ANSWERS);
    long[] sorted = answers.stream().mapToLong(Timed::nanos).sorted().toArray();
    return sorted.length == 0
        ? 0
        : Duration.ofNanos(sorted[(int) Math.ceil(sorted.length * 0.95) - 1]).toMillis();
  }
}
