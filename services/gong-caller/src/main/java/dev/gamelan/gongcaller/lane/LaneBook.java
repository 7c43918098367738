package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.connection.Gate;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.permit.PermitAnswer;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.LaneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that changes in a lane: who waits, how many calls are in hand, and whether anything may be
 * sent. It knows nothing of threads: {@link LaneLock} guards it and everything in it.
 */
final class LaneBook {
  private static final int MOST_ASKING = 500;

  private final LaneProperties properties;
  private final LaneQueue queue = new LaneQueue();
  private final LanePace pace;
  private final LongSupplier nanos;
  private final QuotaWord quota;
  private final List<Flight> inHand = new ArrayList<>();
  private boolean stopped;
  private boolean fenced;
  private boolean takingTurns;
  private int endingAside;
  private long writes;
  private boolean news;
  private @Nullable String held;
  private long lastWorkNanos;

  LaneBook(LaneProperties properties, LongSupplier nanos) {
    this.properties = properties;
    this.nanos = nanos;
    this.lastWorkNanos = nanos.getAsLong();
    this.quota = new QuotaWord(lastWorkNanos);
    this.pace = new LanePace(properties.longestWay(), lastWorkNanos);
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

  /**
   * Where a request under way asks the same already, the call joins it.
   *
   * @return false, and nothing is done, where as much of its caller waits as may
   */
  boolean add(QueuedCall call, Moment now) {
    if (inHand.stream().anyMatch(flight -> flight.isJoinedBy(call, writes, now.wall()))) {
      worked();
      return true;
    }
    if (queue.waitingOf(call.request().getCaller()) >= properties.mostOfOneCaller()) {
      return false;
    }
    queue.add(call);
    worked();
    return true;
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
    return trialsAlone
        ? queue.peekTrial(now.nanos())
        : queue.peek(now.nanos(), call -> mayGo(call, now));
  }

  private boolean mayGo(QueuedCall call, Moment now) {
    return hasRoomFor(call) && quota.untilAsking(call.callClass(), now) <= 0;
  }

  /** Files are long on their way, and may not be all that is: one place is for others. */
  private boolean hasRoomFor(QueuedCall call) {
    return !call.isUpload()
        || inHand.stream().filter(flight -> flight.lead().isUpload()).count() < mostUploads();
  }

  private int mostUploads() {
    return Math.max(1, properties.inFlight() - 1);
  }

  /** How long to wait for a head, unless something changes. */
  Duration untilHead(Moment now) {
    long blocked = quota.untilAsking(now);
    if (blocked > 0) {
      return Duration.ofNanos(blocked);
    }
    // A class that quota has refused is asked for again at the next look, or the one after.
    Duration tick = properties.stateEvery();
    OptionalLong ready = queue.nextReady();
    if (ready.isEmpty()) {
      return tick;
    }
    Duration left = Duration.ofNanos(ready.getAsLong() - now.nanos());
    return left.isPositive() && left.compareTo(tick) < 0 ? left : tick;
  }

  /** Takes the call whose turn it is in hand. */
  Optional<Flight> choose(Moment now, boolean trialsAlone) {
    return inHand(
        trialsAlone
            ? queue.nextTrial(now.nanos())
            : queue.next(now.nanos(), call -> mayGo(call, now)));
  }

  /** Takes this call in hand, if it still waits. */
  Optional<Flight> takeInHand(QueuedCall call) {
    return inHand(queue.take(call.request().getCallId(), call.request().getCaller()));
  }

  private Optional<Flight> inHand(Optional<QueuedCall> call) {
    Optional<Flight> flight = call.map(Flight::new);
    flight.ifPresent(inHand::add);
    news |= flight.isPresent();
    return flight;
  }

  /**
   * True if the call in hand may leave under the permit at this moment; then it is taken to have
   * left, and with it all that wait and can share its request.
   *
   * @param companions who may come along
   */
  boolean departs(Permit permit, Flight flight, Predicate<QueuedCall> companions, Moment now) {
    QueuedCall call = flight.lead();
    if (!maySend()
        || !permit.stillValid(now.nanos(), now.wall())
        || !now.wall().isBefore(call.request().getDeadline())) {
      return false;
    }
    queue.like(call, now.nanos()).stream()
        .filter(companions)
        .filter(flight::takesAlong)
        .forEach(queue::takeAlong);
    writes += call.changesGong() ? 1 : 0;
    flight.leaves(now.wall(), writes);
    pace.sent(permit, flight.timedAs(), now.nanos(), !queue.isEmpty());
    return true;
  }

  /** The answer is here, or never will be: nobody joins any more; for whom it is. */
  List<QueuedCall> land(Flight flight) {
    writes += flight.lead().changesGong() ? 1 : 0;
    return flight.land();
  }

  /** What it found is how things are still, as far as this lane can change them. */
  boolean knowsOfNoWriteSince(Flight flight) {
    return flight.leftAfter(writes);
  }

  /** The call in hand goes back to the place it had. */
  void putBack(Flight flight) {
    inHand.remove(flight);
    again(flight.lead());
  }

  /** A call that is in hand with others goes back to the place it had. */
  void again(QueuedCall call) {
    queue.again(call);
    worked();
  }

  void letGo(Flight flight) {
    inHand.remove(flight);
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
    Duration needed = properties.shortestAttempt().plus(pace.quickestAnswer(now.nanos()));
    queue
        .takeDueBy(now.wall().plus(needed), any -> true)
        .forEach(call -> late.add(new Late(call, Ended.expired())));
    for (CallClass callClass : CallClass.values()) {
      Instant spent = quota.daySpentUntil(callClass, now);
      if (spent != null) {
        queue
            .takeDueBy(spent, call -> call.callClass() == callClass)
            .forEach(call -> late.add(new Late(call, Ended.quotaSpent(spent))));
      }
    }
    for (Flight flight : inHand) {
      flight.dropOut(now.wall()).forEach(call -> late.add(new Late(call, Ended.notInTime())));
    }
    return late;
  }

  void refused(PermitAnswer.Refused refused, QueuedCall head, Moment now) {
    quota.refused(refused, head.callClass(), now);
    news = true;
  }

  private void worked() {
    news = true;
    lastWorkNanos = nanos.getAsLong();
  }

  /** Why nothing is sent, as far as that is for the lane to know; null where it goes on. */
  void isHeld(@Nullable String why) {
    String reason = fenced ? "Another instance has taken over, or is about to." : why;
    news |= !Objects.equals(held, reason);
    held = reason;
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
            .setAsking(
                inHand.stream()
                    .flatMap(flight -> flight.calls().stream())
                    .limit(MOST_ASKING)
                    .map(call -> call.request().getCallId())
                    .toList())
            .setClasses(LaneCensus.byClass(queue.all()))
            .setCallers(LaneCensus.byCaller(queue.all()))
            .setAnswersPerRequest(pace.answersPerRequest(now.nanos()))
            .setHeld(held)
            .setRequestsQueued(LaneCensus.requests(queue.all()))
            .build());
  }
}
