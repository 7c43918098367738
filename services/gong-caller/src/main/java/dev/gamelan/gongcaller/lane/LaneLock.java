package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.time.Times;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one lock of a lane. It guards the lane's {@link LaneBook}, which nobody sees but while
 * holding it. Nothing that blocks, other than {@link #pauseAtMost}, belongs under it.
 */
final class LaneLock {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LaneBook book;
  private final Times times;
  private final Runnable turns;

  /**
   * @param turns begins on a thread of its own whenever there is something to send and nobody who
   *     takes turns
   */
  LaneLock(LaneBook book, Times times, Runnable turns) {
    this.book = book;
    this.times = times;
    this.turns = turns;
  }

  /** Looks at the book, or changes what nobody waits for. */
  <T> T holding(Function<LaneBook, T> action) {
    lock.lock();
    try {
      return action.apply(book);
    } finally {
      lock.unlock();
    }
  }

  /** Changes the book, and lets everybody know who waits for a change. */
  void change(Consumer<LaneBook> change) {
    changed(
        seen -> {
          change.accept(seen);
          return true;
        });
  }

  /** As {@link #change}, with an answer. */
  <T> T changed(Function<LaneBook, T> change) {
    return holding(
        seen -> {
          T answer = change.apply(seen);
          changed.signalAll();
          if (seen.wantsTurns()) {
            Thread.startVirtualThread(turns);
          }
          return answer;
        });
  }

  /** Lets go of the lock until something has changed, or for that long. */
  void pauseAtMost(Duration time) {
    try {
      times.await(lock, changed, time);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      book.stop();
    }
  }
}
