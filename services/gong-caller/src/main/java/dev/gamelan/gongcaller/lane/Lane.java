package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.AttemptRules;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.Verdict;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.gong.GongClient;
import dev.gamelan.gongcaller.gong.GongLine;
import dev.gamelan.gongcaller.ledger.Intent;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.permit.PermitAnswer;
import dev.gamelan.gongcaller.permit.PermitOutcome;
import dev.gamelan.schemas.LaneState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one connection's calls to Gong, one after the other, each under a permit: wait for work,
 * ask for a permit, wait until it is due, and only then choose whose turn it is.
 *
 * <p>One virtual thread at a time runs that loop. The thread that sends starts a new one in its
 * place at the moment of sending, and sees its own call to the end. A lane without work has no
 * thread.
 */
final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);
  private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);

  private final String connection;
  private final PartitionAssignment assignment;
  private final LaneParts parts;
  private final CallEndings endings;
  private final Attempts attempts;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LaneQueue queue = new LaneQueue();
  private final LaneTempo tempo = new LaneTempo();
  private final ArrivalWindow window;
  private boolean running;
  private boolean stopped;
  private boolean fenced;
  private boolean askedQuota;
  private int inFlight;
  private int ending;
  private long lastSendNanos = System.nanoTime() - Duration.ofDays(1).toNanos();
  private long lastQuotaNanos = lastSendNanos;
  private long lastWorkNanos = System.nanoTime();
  private long blockedUntilNanos = lastSendNanos;
  private Instant frozenUntil = Instant.MIN;
  private Instant daySpentUntil = Instant.MIN;
  private boolean stateChanged;

  Lane(String connection, PartitionAssignment assignment, LaneParts parts) {
    this.connection = connection;
    this.assignment = assignment;
    this.parts = parts;
    this.window = new ArrivalWindow(parts.properties().longestWay());
    this.endings = new CallEndings(parts, assignment);
    this.attempts = new Attempts(parts, assignment);
  }

  void add(QueuedCall call) {
    locked(
        () -> {
          queue.add(call);
          workChanged();
        });
  }

  void cancel(String callId, String caller) {
    lock.lock();
    try {
      queue.take(callId, caller).ifPresent(call -> endUnsent(call, Ended.cancelled()));
    } finally {
      lock.unlock();
    }
  }

  /** Ends a call that never joined the queue. */
  void endAtOnce(QueuedCall call, Ended ended) {
    locked(() -> endUnsent(call, ended));
  }

  private void run() {
    try {
      pump();
    } catch (RuntimeException bug) {
      log.error("Lane {} goes on after a problem of its own", connection, bug);
      locked(
          () -> {
            running = false;
            blockedUntilNanos = System.nanoTime() + AFTER_A_BUG.toNanos();
            workChanged();
          });
    }
  }

  private void pump() {
    for (var head = awaitWork(); head.isPresent(); head = awaitWork()) {
      String holder = assignment.holder(connection);
      PermitAnswer answer = parts.permits().ask(holder, head.get().request());
      locked(() -> lastQuotaNanos = System.nanoTime());
      switch (answer) {
        case PermitAnswer.Granted granted -> {
          if (sendUnder(granted.permit(), holder)) {
            return;
          }
        }
        case PermitAnswer.Refused refused -> waitFor(refused);
        case PermitAnswer.Superseded superseded -> fence();
      }
    }
  }

  /** What is next to send; empty when this thread is to end. */
  private Optional<QueuedCall> awaitWork() {
    lock.lock();
    try {
      while (sending()) {
        endOverdue();
        if (queue.isEmpty()) {
          break;
        }
        long blocked = blockedUntilNanos - System.nanoTime();
        Optional<QueuedCall> head =
            inFlight < parts.properties().inFlight() && blocked <= 0
                ? queue.peek(parts.clock().instant())
                : Optional.empty();
        if (head.isPresent()) {
          askedQuota = true;
          return head;
        }
        pauseAtMost(blocked > 0 ? Duration.ofNanos(blocked) : untilReady());
      }
      running = false;
      changed.signalAll();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Duration untilReady() {
    Instant ready = queue.nextReady();
    Duration tick = parts.properties().stateEvery();
    if (ready == null) {
      return tick;
    }
    Duration left = Duration.between(parts.clock().instant(), ready);
    return left.isPositive() && left.compareTo(tick) < 0 ? left : tick;
  }

  /** True once the request is under way, and the loop with another thread. */
  private boolean sendUnder(Permit permit, String holder) {
    return switch (parts.gong().open()) {
      case GongClient.NoLine none -> {
        giveBack(permit, holder);
        foundNoConnection(none.why());
        yield false;
      }
      case GongLine line -> {
        try (line) {
          Optional<QueuedCall> chosen = awaitTurn(permit, holder);
          if (chosen.isEmpty()) {
            giveBack(permit, holder);
            yield false;
          }
          Thread.startVirtualThread(this::run);
          attempt(chosen.get(), permit, holder, line);
          yield true;
        }
      }
    };
  }

  private void giveBack(Permit permit, String holder) {
    parts.permits().report(connection, permit.permitId(), PermitOutcome.unused(holder));
  }

  /** Waits for the permit's moment, then chooses. A write is on record before this returns it. */
  private Optional<QueuedCall> awaitTurn(Permit permit, String holder) {
    awaitDue(permit);
    while (true) {
      Optional<QueuedCall> chosen = choose();
      if (chosen.isEmpty()) {
        return chosen;
      }
      QueuedCall call = chosen.get();
      if (!call.changesGong() || intended(call, holder)) {
        if (departs(permit, call)) {
          return chosen;
        }
        if (call.changesGong()) {
          parts.ledger().withdraw(call.request().getCallId(), holder);
        }
        locked(() -> putBack(call));
        return Optional.empty();
      }
    }
  }

  private void awaitDue(Permit permit) {
    lock.lock();
    try {
      long afterLastSend = Math.max(permit.dueNanos() - lastSendNanos, permit.spacing().toNanos());
      while (sending() && !queue.isEmpty()) {
        long now = System.nanoTime();
        long left =
            Math.max(lastSendNanos + afterLastSend - now, window.wait(permit.spacing(), now));
        if (left <= 0) {
          return;
        }
        pauseAtMost(Duration.ofNanos(left));
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<QueuedCall> choose() {
    lock.lock();
    try {
      if (!sending()) {
        return Optional.empty();
      }
      endOverdue();
      Optional<QueuedCall> chosen = queue.next(parts.clock().instant());
      if (chosen.isPresent()) {
        inFlight++;
        stateChanged = true;
      }
      return chosen;
    } finally {
      lock.unlock();
    }
  }

  private boolean intended(QueuedCall call, String holder) {
    Intent intent = parts.ledger().intend(call.request(), holder, call.attempts() + 1);
    locked(
        () -> {
          switch (intent) {
            case Intent.Recorded recorded -> {}
            case Intent.AlreadyEnded already -> {
              inFlight--;
              endAside(() -> endings.repeated(call, already.ended()));
            }
            case Intent.Unavailable unavailable -> {
              inFlight--;
              endUnsent(call, Ended.ledgerAway());
            }
          }
        });
    return intent instanceof Intent.Recorded;
  }

  /**
   * The last look before the bytes go: a process that was frozen wakes up here with an old permit.
   */
  private boolean departs(Permit permit, QueuedCall call) {
    lock.lock();
    try {
      long now = System.nanoTime();
      Instant wall = parts.clock().instant();
      if (!sending()
          || !permit.stillValid(now, wall)
          || !wall.isBefore(call.request().getDeadline())) {
        return false;
      }
      lastSendNanos = now;
      window.sent(permit.permitId(), now);
      tempo.started(now, !queue.isEmpty(), permit.spacing());
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void attempt(QueuedCall call, Permit permit, String holder, GongLine line) {
    try {
      Attempts.Made made = attempts.make(call, permit, holder, line);
      locked(
          () -> {
            tempo.answered(System.nanoTime(), made.took().toNanos());
            if (!(made.answer() instanceof GongAnswer.NoResponse)) {
              window.answered(permit.permitId(), System.nanoTime());
              changed.signalAll();
            }
          });
      judge(call, holder, made.answer());
    } catch (RuntimeException bug) {
      log.error("The attempt of call {} broke", call.request().getCallId(), bug);
      judge(call, holder, new GongAnswer.NoResponse("The attempt broke on our side"));
    }
  }

  private void judge(QueuedCall call, String holder, GongAnswer answer) {
    switch (verdict(call, answer)) {
      case Verdict.End end -> {
        endings.answered(call, call.asMade(end.ended()));
        locked(
            () -> {
              inFlight--;
              workChanged();
            });
      }
      case Verdict.Again again -> {
        if (call.changesGong()) {
          parts.ledger().withdraw(call.request().getCallId(), holder);
        }
        locked(
            () -> {
              call.repeat(again.notBefore(), again.otherwise());
              putBack(call);
            });
      }
    }
  }

  private Verdict verdict(QueuedCall call, GongAnswer answer) {
    return AttemptRules.judge(
        call.request().getEffect(),
        call.tries(),
        answer,
        call.request().getDeadline().minus(parts.properties().shortestAttempt()),
        parts.clock().instant(),
        ThreadLocalRandom.current().nextDouble());
  }

  /** The next call pays for it with one of its tries; nothing was sent, so no quota was spent. */
  private void foundNoConnection(GongAnswer.NotConnected why) {
    Optional<QueuedCall> chosen = choose();
    if (chosen.isEmpty()) {
      return;
    }
    QueuedCall call = chosen.get();
    call.foundNoConnection();
    Verdict verdict = verdict(call, why);
    locked(
        () -> {
          switch (verdict) {
            case Verdict.End end -> {
              inFlight--;
              endAside(() -> endings.unsent(call, call.asMade(end.ended())));
            }
            case Verdict.Again again -> {
              call.repeat(again.notBefore(), again.otherwise());
              putBack(call);
            }
          }
        });
  }

  private void putBack(QueuedCall call) {
    inFlight--;
    queue.again(call);
    workChanged();
  }

  private void waitFor(PermitAnswer.Refused refused) {
    Duration pause =
        refused.retryAfter().compareTo(LONGEST_BLOCK) < 0 ? refused.retryAfter() : LONGEST_BLOCK;
    Instant until = parts.clock().instant().plus(refused.retryAfter());
    locked(
        () -> {
          blockedUntilNanos = System.nanoTime() + pause.toNanos();
          if (refused.reason() == PermitAnswer.Reason.DAY_SPENT) {
            daySpentUntil = until;
          }
          if (refused.reason() == PermitAnswer.Reason.FROZEN) {
            frozenUntil = until;
          }
          stateChanged = true;
          endOverdue();
        });
  }

  /**
   * Ends at once what has run out of time, or will before the day's quota is free again. What quota
   * said of the day is believed until it is asked again.
   */
  private void endOverdue() {
    Instant now = parts.clock().instant();
    queue
        .takeDueBy(now.plus(parts.properties().shortestAttempt()))
        .forEach(call -> endUnsent(call, Ended.expired()));
    if (daySpentUntil.isAfter(now) && blockedUntilNanos - System.nanoTime() > 0) {
      Instant until = daySpentUntil;
      queue.takeDueBy(until).forEach(call -> endUnsent(call, Ended.quotaSpent(until)));
    }
  }

  private void endUnsent(QueuedCall call, Ended reason) {
    endAside(() -> endings.unsent(call, call.endedBy(reason)));
  }

  private void endAside(Runnable publication) {
    ending++;
    workChanged();
    Thread.startVirtualThread(
        () -> {
          try {
            publication.run();
          } finally {
            locked(
                () -> {
                  ending--;
                  workChanged();
                });
          }
        });
  }

  /** Another holder has taken over: nothing more is sent until Kafka has said whose this is. */
  private void fence() {
    locked(
        () -> {
          if (!fenced) {
            fenced = true;
            Meters.LANES_FENCED.counter(parts.meters()).increment();
            log.warn("Lane {} was fenced: another holder took its place", connection);
          }
          changed.signalAll();
        });
  }

  /** Kafka has confirmed that the partition is still ours. */
  void confirm() {
    locked(
        () -> {
          if (fenced) {
            assignment.renewHolder(connection);
            fenced = false;
            workChanged();
          }
        });
  }

  boolean isFenced() {
    lock.lock();
    try {
      return fenced;
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    locked(
        () -> {
          stopped = true;
          changed.signalAll();
        });
  }

  /** Whether everything in flight has ended by then. */
  boolean quietBy(long deadlineNanos) {
    lock.lock();
    try {
      while (running || inFlight > 0 || ending > 0) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        pauseAtMost(Duration.ofNanos(left));
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void releaseLease() {
    if (askedQuota) {
      parts.permits().releaseLease(connection, assignment.holder(connection));
    }
  }

  /** Called every now and then: what happens without anybody asking. */
  void tick() {
    lock.lock();
    try {
      if (!sending()) {
        return;
      }
      endOverdue();
      boolean busy = !queue.isEmpty() || inFlight > 0;
      long now = System.nanoTime();
      if (busy && askedQuota && now - lastQuotaNanos > parts.properties().heartbeat().toNanos()) {
        lastQuotaNanos = now;
        Thread.startVirtualThread(this::heartbeat);
      }
    } finally {
      lock.unlock();
    }
  }

  private void heartbeat() {
    if (!parts.permits().renewLease(connection, assignment.holder(connection))) {
      fence();
    }
  }

  Optional<LaneState> takeStateIfChanged() {
    lock.lock();
    try {
      if (!stateChanged) {
        return Optional.empty();
      }
      stateChanged = false;
      return Optional.of(state());
    } finally {
      lock.unlock();
    }
  }

  private LaneState state() {
    Instant now = parts.clock().instant();
    long nanos = System.nanoTime();
    return LaneState.newBuilder()
        .setConnection(connection)
        .setHolder(assignment.holder(connection))
        .setQueued(queue.size())
        .setInFlight(inFlight)
        .setStartsPerSecond(tempo.startsPerSecond(nanos))
        .setAnswerMillis(tempo.answerMillis(nanos))
        .setFrozenUntil(frozenUntil.isAfter(now) ? frozenUntil : null)
        .setAt(now)
        .build();
  }

  int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  boolean idleFor(Duration time) {
    lock.lock();
    try {
      return queue.isEmpty()
          && inFlight == 0
          && ending == 0
          && !running
          && !fenced
          && !stateChanged
          && System.nanoTime() - lastWorkNanos > time.toNanos();
    } finally {
      lock.unlock();
    }
  }

  private boolean sending() {
    return !stopped && !fenced;
  }

  /** Under the lock: someone may have something to do. */
  private void workChanged() {
    stateChanged = true;
    lastWorkNanos = System.nanoTime();
    changed.signalAll();
    if (!running && sending() && !queue.isEmpty()) {
      running = true;
      Thread.startVirtualThread(this::run);
    }
  }

  private void pauseAtMost(Duration time) {
    try {
      changed.awaitNanos(time.toNanos());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
