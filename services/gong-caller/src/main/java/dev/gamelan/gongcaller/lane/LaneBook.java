package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.connection.Gate;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.permit.PermitAnswer;
import dev.gamelan.schemas.LaneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that changes in a lane: who waits, how many calls are in hand, and whether anything may be
 * sent. It knows nothing of threads: {@link LaneLock} guards it and everything in it.
 */
final class LaneBook {
  private final LaneProperties properties;
  private final LaneQueue queue = new LaneQueue();
  private final LanePace pace;
  private final QuotaWord quota = new QuotaWord();
  private final List<QueuedCall> inHand = new ArrayList<>();
  private boolean stopped;
  private boolean fenced;
  private boolean takingTurns;
  private int endingAside;
  private boolean news;
  private long lastWorkNanos = System.nanoTime();

  LaneBook(LaneProperties properties) {
    this.properties = properties;
    this.pace = new LanePace(properties.longestWay());
  }

  LanePace pace() {
    return pace;
  }

  QuotaWord quota() {
    return quota;
  }

  void stop() {
    stopped = true;
  }

  /** False if it was fenced already. */
  boolean fence() {
    boolean first = !fenced;
    fenced = true;
    return first;
  }

  /** False if it was not fenced. */
  boolean liftFence() {
    if (!fenced) {
      return false;
    }
    fenced = false;
    worked();
    return true;
  }

  boolean isFenced() {
    return fenced;
  }

  boolean maySend() {
    return !stopped && !fenced;
  }

  /** True where a thread has to begin taking turns; from then on one does. */
  boolean wantsTurns() {
    boolean wanted = !takingTurns && maySend() && !queue.isEmpty();
    takingTurns |= wanted;
    return wanted;
  }

  void turnsAreOver() {
    takingTurns = false;
  }

  void add(QueuedCall call) {
    queue.add(call);
    worked();
  }

  Optional<QueuedCall> take(String callId, String caller) {
    return queue.take(callId, caller);
  }

  boolean nobodyWaits() {
    return queue.isEmpty();
  }

  int waiting() {
    return queue.size();
  }

  /** What a permit is to be asked for now, left in its place. */
  Optional<QueuedCall> head(Moment now, boolean trialsAlone) {
    if (inHand.size() >= properties.inFlight() || quota.untilAsking(now) > 0) {
      return Optional.empty();
    }
    return trialsAlone ? queue.peekTrial(now.wall()) : queue.peek(now.wall());
  }

  /** How long to wait for a head, unless something changes. */
  Duration untilHead(Moment now) {
    long blocked = quota.untilAsking(now);
    if (blocked > 0) {
      return Duration.ofNanos(blocked);
    }
    Duration tick = properties.stateEvery();
    Instant ready = queue.nextReady();
    if (ready == null) {
      return tick;
    }
    Duration left = Duration.between(now.wall(), ready);
    return left.isPositive() && left.compareTo(tick) < 0 ? left : tick;
  }

  /** Takes the call whose turn it is in hand. */
  Optional<QueuedCall> choose(Moment now, boolean trialsAlone) {
    Optional<QueuedCall> chosen =
        trialsAlone ? queue.nextTrial(now.wall()) : queue.next(now.wall());
    if (chosen.isPresent()) {
      inHand.add(chosen.get());
      news = true;
    }
    return chosen;
  }

  /** Takes this call in hand, if it still waits. */
  Optional<QueuedCall> takeInHand(QueuedCall call) {
    var taken = queue.take(call.request().getCallId(), call.request().getCaller());
    taken.ifPresent(inHand::add);
    return taken;
  }

  /** True if the call may leave under the permit at this moment; then it is taken to have left. */
  boolean departs(Permit permit, QueuedCall call, Moment now) {
    if (!maySend()
        || !permit.stillValid(now.nanos(), now.wall())
        || !now.wall().isBefore(call.request().getDeadline())) {
      return false;
    }
    pace.sent(permit, call.timedAs(), now.nanos(), !queue.isEmpty());
    return true;
  }

  /** The call in hand goes back to the place it had. */
  void putBack(QueuedCall call) {
    inHand.remove(call);
    queue.again(call);
    worked();
  }

  void letGo(QueuedCall call) {
    inHand.remove(call);
    worked();
  }

  void endsAside() {
    endingAside++;
    worked();
  }

  void endedAside() {
    endingAside--;
    worked();
  }

  record Late(QueuedCall call, Ended reason) {}

  /** Removes what may not be sent as long as the gate is shut. */
  List<QueuedCall> takeShutOut(Gate.Shut shut) {
    return queue.takeAll(!shut.trials());
  }

  /** Removes what has run out of time, or will before the day's quota is free again. */
  List<Late> takeLate(Moment now) {
    List<Late> late = new ArrayList<>();
    queue
        .takeDueBy(now.wall().plus(properties.shortestAttempt()))
        .forEach(call -> late.add(new Late(call, Ended.expired())));
    Instant spent = quota.daySpentUntil(now);
    if (spent != null) {
      queue.takeDueBy(spent).forEach(call -> late.add(new Late(call, Ended.quotaSpent(spent))));
    }
    return late;
  }

  void refused(PermitAnswer.Refused refused, Moment now) {
    quota.refused(refused, now);
    news = true;
  }

  private void worked() {
    news = true;
    lastWorkNanos = System.nanoTime();
  }

  int inHand() {
    return inHand.size();
  }

  boolean isBusy() {
    return !queue.isEmpty() || !inHand.isEmpty();
  }

  boolean isQuiet() {
    return !takingTurns && inHand.isEmpty() && endingAside == 0;
  }

  boolean idleFor(Duration time, Moment now) {
    return queue.isEmpty()
        && isQuiet()
        && !fenced
        && !news
        && now.nanos() - lastWorkNanos > time.toNanos();
  }

  /** What is to be told of the lane, if anything is new. */
  Optional<LaneState> takeNews(String connection, String holder, Moment now) {
    if (!news) {
      return Optional.empty();
    }
    news = false;
    return Optional.of(
        LaneState.newBuilder()
            .setConnection(connection)
            .setHolder(holder)
            .setQueued(queue.size())
            .setInFlight(inHand.size())
            .setStartsPerSecond(pace.startsPerSecond(now.nanos()))
            .setAnswerMillis(pace.answerMillis(now.nanos()))
            .setFrozenUntil(quota.frozenUntil(now))
            .setAt(now.wall())
            .setAsking(inHand.stream().map(call -> call.request().getCallId()).toList())
            .build());
  }
}
