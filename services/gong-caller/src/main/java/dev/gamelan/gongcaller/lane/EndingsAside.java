package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.connection.Gate;
import dev.gamelan.gongcaller.ending.Ended;

/**
 * Ends calls on threads of their own, so that the turns go on. Its methods are for whoever holds
 * the {@link LaneLock}: the lane never looks quiet between a call's leaving the book and its
 * ending.
 */
final class EndingsAside {
  private final LaneLock lock;
  private final CallEndings endings;
  private final LaneParts parts;

  EndingsAside(LaneLock lock, CallEndings endings, LaneParts parts) {
    this.lock = lock;
    this.endings = endings;
    this.parts = parts;
  }

  /** Ends at once what would not be sent in time. */
  void late(LaneBook book) {
    book.takeLate(parts.now()).forEach(late -> unsent(book, late.call(), late.reason()));
  }

  /** Ends at once what waits before a gate that is shut. */
  void shutOut(LaneBook book, Gate gate) {
    if (gate instanceof Gate.Shut shut) {
      book.takeShutOut(shut)
          .forEach(call -> unsent(book, call, Ended.notAsked(shut.sentence(), shut.retryable())));
    }
  }

  void unsent(LaneBook book, QueuedCall call, Ended reason) {
    end(book, () -> endings.unsent(call, call.endedBy(reason)));
  }

  void end(LaneBook book, Runnable publication) {
    book.endsAside();
    Thread.startVirtualThread(
        () -> {
          try {
            publication.run();
          } finally {
            lock.change(LaneBook::endedAside);
          }
        });
  }
}
