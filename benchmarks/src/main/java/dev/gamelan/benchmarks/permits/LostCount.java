package dev.gamelan.benchmarks.permits;

import dev.gamelan.benchmarks.load.DirectDoor;
import dev.gamelan.benchmarks.load.Door;
import dev.gamelan.benchmarks.load.GamelanDoor;
import dev.gamelan.benchmarks.load.Gong;
import dev.gamelan.benchmarks.load.OpenLoop;
import dev.gamelan.benchmarks.load.Questions;
import dev.gamelan.benchmarks.result.Row;
import dev.gamelan.benchmarks.result.Row.Verdict;
import dev.gamelan.benchmarks.result.Rows;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A day of 60 requests, of which 40 are spent when Redis is emptied and a clock jumps. */
final class LostCount {
  static final int PER_DAY = 60;
  static final int PER_SECOND = 20;
  private static final double ASKED_PER_SECOND = 8;
  private static final double SECONDS = 5;
  private static final Duration JUMP = Duration.ofHours(12);

  private final RedisAtWork redis;

  LostCount(RedisAtWork redis) {
    this.redis = redis;
  }

  /** What reached Gong beyond its day after each mishap. */
  private record Over(long spentBefore, long afterFlush, long afterJump) {
    String shown() {
      return "%d / %d".formatted(afterFlush, afterJump);
    }
  }

  void measure(Rows rows, Gong ours, GamelanDoor door, Gong theirs) throws Exception {
    Over gamelan = breakIt(ours, door, () -> redis.putClockForward(JUMP), true);
    var bucket = new SharedBucket(redis.connection(), "peer-day", PER_DAY, Duration.ofDays(1));
    Over peer;
    try (var direct = new DirectDoor(theirs.url())) {
      Door limited =
          question ->
              bucket.take()
                  ? direct.ask(question)
                  : CompletableFuture.completedFuture(new Door.Reply(429, "refused by the bucket"));
      peer = breakIt(theirs, limited, () -> bucket.putClockForward(JUMP), false);
    }
    rows.add(
        new Row(
            "B8 requests beyond a day of %d, after FLUSHALL / then a clock 12 h fast"
                .formatted(PER_DAY),
            gamelan.shown(),
            "bucket4j-lettuce " + peer.shown(),
            "–",
            "0 / 0",
            Verdict.of(gamelan.afterFlush() == 0 && gamelan.afterJump() == 0)
                .unlessVoid(gamelan.spentBefore() < 30 || peer.spentBefore() < 30)));
    rows.note("");
    rows.note(
        ("B8: %d and %d requests of the day had been spent before Redis was emptied; the clock that"
                + " was put forward is Redis' (as its ledger sees it) for Gamelan and the client's"
                + " for bucket4j, which has no other. Trips are the commands that clients sent, by"
                + " INFO commandstats; time is quota's own meter around the command, and the same"
                + " around bucket4j's.")
            .formatted(gamelan.spentBefore(), peer.spentBefore()));
  }

  private interface Jump {
    void happen();
  }

  private Over breakIt(Gong gong, Door door, Jump jump, boolean refills) throws Exception {
    ask(door, 0);
    long spent = gong.arrivals();
    redis.empty();
    if (refills) {
      // A request of this time tells it, and the count is there again when the next ones come.
      ask(door, 1_000);
      TimeUnit.SECONDS.sleep(8);
    }
    ask(door, 2_000);
    long afterFlush = over(gong);
    jump.happen();
    ask(door, 3_000);
    return new Over(spent, afterFlush, over(gong) - afterFlush);
  }

  private static long over(Gong gong) {
    return Math.max(0, gong.arrivals() - PER_DAY);
  }

  private static void ask(Door door, int from) throws Exception {
    OpenLoop.Run run =
        OpenLoop.play(
            OpenLoop.evenly(ASKED_PER_SECOND, SECONDS, number -> Questions.distinct(from + number)),
            door,
            20_000);
    if (run.heard().isEmpty()) {
      throw new IllegalStateException("Nothing was asked");
    }
  }
}
