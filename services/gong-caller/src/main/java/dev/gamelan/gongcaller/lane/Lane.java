package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.connection.Gate;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.schemas.LaneState;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's calls on one partition, and its standing at Kafka and at quota. How its calls
 * get to Gong is told by {@link Turns}.
 */
final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private static final String EXCHANGED =
      "The connection's credentials are being exchanged; calls wait until Gong accepts new ones.";

  private final String connection;
  private final PartitionAssignment assignment;
  private final LaneParts parts;
  private final CallEndings endings;
  private final LaneShelf shelf;
  private final LaneLock lock;
  private final EndingsAside aside;
  private final KeyedCalls keyed;
  private final Turns turns;

  Lane(String connection, PartitionAssignment assignment, LaneParts parts) {
    this.connection = connection;
    this.assignment = assignment;
    this.parts = parts;
    this.endings = new CallEndings(parts, assignment);
    this.shelf = new LaneShelf(connection, assignment, parts);
    this.lock =
        new LaneLock(
            new LaneBook(parts.properties(), parts::nanos), parts.times(), this::takeTurns);
    this.aside = new EndingsAside(lock, endings, parts);
    this.keyed = new KeyedCalls(lock, aside, endings, assignment.keys(), parts);
    this.turns = new Turns(this, lock, aside, endings, shelf, assignment, parts);
  }

  private void takeTurns() {
    turns.run();
  }

  String connection() {
    return connection;
  }

  void add(QueuedCall call) {
    if (call.key() == null) {
      lock.change(book -> join(book, call));
    } else {
      lock.change(book -> keyed.judge(book, call, this::join));
    }
  }

  private void join(LaneBook book, QueuedCall call) {
    Optional<Ended> kept = book.maySend() ? shelf.answer(call) : Optional.empty();
    if (kept.isPresent()) {
      book.pace().answeredFromMemory(parts.nanos());
      aside.end(book, () -> endings.repeated(call, kept.get()));
    } else if (!book.add(call, parts.now())) {
      Meters.CALLS_TOO_MANY.counter(parts.meters()).increment();
      aside.unsent(book, call, Ended.tooMany(parts.properties().mostOfOneCaller()));
    }
  }

  /** Ends a call that never joined the queue. */
  void endAtOnce(QueuedCall call, Ended ended) {
    lock.change(book -> aside.unsent(book, call, ended));
  }

  void cancel(String callId, String caller) {
    lock.change(
        book ->
            book.take(callId, caller)
                .or(() -> keyed.take(callId, caller))
                .ifPresent(call -> aside.unsent(book, call, Ended.cancelled())));
  }

  void stop() {
    lock.change(LaneBook::stop);
  }

  /** Whether everything in flight has ended by then. */
  boolean quietBy(long deadlineNanos) {
    return lock.holding(
        book -> {
          while (!book.isQuiet()) {
            long left = deadlineNanos - parts.nanos();
            if (left <= 0) {
              return false;
            }
            lock.pauseAtMost(Duration.ofNanos(left));
          }
          return true;
        });
  }

  /** Another holder has taken over: nothing more is sent until Kafka has said whose this is. */
  void fence() {
    lock.change(
        book -> {
          shelf.forget();
          if (book.fence()) {
            Meters.LANES_FENCED.counter(parts.meters()).increment();
            log.warn("Lane {} was fenced: another holder took its place", connection);
          }
        });
  }

  boolean isFenced() {
    return lock.holding(LaneBook::isFenced);
  }

  /** Kafka has confirmed that the partition is still ours: we go on under a new name. */
  void confirm() {
    lock.change(
        book -> {
          if (book.liftFence()) {
            assignment.renewHolder(connection);
          }
        });
  }

  /** Called every now and then: what happens without anybody asking. */
  void tick() {
    boolean wantsHeartbeat =
        lock.changed(
            book -> {
              if (!book.maySend()) {
                book.isHeld(null);
                return false;
              }
              aside.late(book);
              Gate gate = parts.accounts().gate(connection);
              aside.shutOut(book, gate);
              if (gate instanceof Gate.Shut) {
                shelf.forget();
              }
              book.isHeld(gate instanceof Gate.Held ? EXCHANGED : null);
              return book.isBusy()
                  && book.quota().wantsHeartbeat(parts.properties().heartbeat(), parts.nanos());
            });
    if (wantsHeartbeat) {
      Thread.startVirtualThread(this::renewLease);
    }
  }

  private void renewLease() {
    if (!parts.permits().renewLease(connection, assignment.holder(connection))) {
      fence();
    }
  }

  void releaseLease() {
    if (lock.holding(book -> book.quota().wasAsked())) {
      parts.permits().releaseLease(connection, assignment.holder(connection));
    }
  }

  Optional<LaneState> takeNews() {
    return lock.holding(
        book -> book.takeNews(connection, assignment.holder(connection), parts.now()));
  }

  int queued() {
    return lock.holding(LaneBook::waiting);
  }

  int inFlight() {
    return lock.holding(LaneBook::inHand);
  }

  boolean isCautious() {
    return lock.holding(book -> book.pace().cautious(parts.nanos()));
  }

  boolean idleFor(Duration time) {
    return lock.holding(book -> book.idleFor(time, parts.now()));
  }
}
