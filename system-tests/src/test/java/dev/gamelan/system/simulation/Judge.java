package dev.gamelan.system.simulation;

import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees what arrives at Gong, what leaves, what is told and what is counted, and knows nothing of
 * how any of it is decided.
 */
final class Judge {
  private static final int PER_SECOND = 3;

  /**
   * As many may be under way when Redis loses the count, and told of only when it is restored: what
   * was granted by another instance of quota than the one that restores it.
   */
  private static final int IN_FLIGHT = 4;

  static final long DAY = 24L * 3600 * Gong.SECOND;

  /** From the wish to the last moment at which the permit may be used. */
  private static final long LONGEST_PERMIT = 2 * Gong.SECOND;

  private final long perDay;
  private int losses;
  private final Map<String, Asked> calls = new HashMap<>();
  private final Deque<Long> second = new ArrayDeque<>();
  private final Deque<Long> day = new ArrayDeque<>();
  private final Deque<Departure> departures = new ArrayDeque<>();
  private final Map<String, Departure> byPermit = new HashMap<>();
  private final Set<String> sentBefore = new HashSet<>();
  private boolean ledgerWasAway;
  private int open;
  private String holder = "";
  private long frozenFrom;
  private long frozenUntil;
  private int arrivals;
  private @Nullable BrokenPromise broken;

  Judge(long perDay) {
    this.perDay = perDay;
  }

  /** What of the engine was promised and is not so. */
  static final class BrokenPromise extends AssertionError {
    private static final long serialVersionUID = 1L;

    BrokenPromise(String promise) {
      super(promise);
    }
  }

  private static final class Departure {
    private final long at;
    private boolean told;

    Departure(long at) {
      this.at = at;
    }
  }

  private static final class Asked {
    private final Call call;
    private final List<Ending> endings = new ArrayList<>();
    private int applied;
    private boolean accepted;
    private boolean knownToGong;

    Asked(Call call) {
      this.call = call;
    }
  }

  private void holds(boolean promise, Supplier<String> otherwise) {
    if (!promise) {
      broken = broken == null ? new BrokenPromise(otherwise.get()) : broken;
      throw broken;
    }
  }

  /** The first promise that was broken, whoever caught it. */
  void throwIfBroken() {
    if (broken != null) {
      throw broken;
    }
  }

  void accepted(Call call) {
    Asked asked = new Asked(call);
    asked.accepted = true;
    calls.put(call.id(), asked);
    open++;
  }

  boolean allHaveEnded() {
    return open == 0;
  }

  /** A request leaves under a permit. */
  void departs(Wire wire, Caller.Granted permit, Instant wall, long now) {
    String by = permit.holder();
    holds(now <= permit.until(), () -> "sent under a permit that had expired: " + wire);
    for (String need : wire.needs()) {
      holds(
          calls.values().stream()
              .filter(asked -> asked.call.needs().equals(need))
              .anyMatch(asked -> asked.call.request().getDeadline().isAfter(wall)),
          () -> "sent an expired call: " + need);
    }
    if (!by.equals(holder)) {
      holds(sentBefore.add(by), () -> "sent by a holder that was superseded: " + by);
      holder = by;
    }
    holds(now < frozenFrom || now >= frozenUntil, () -> "sent while Gong wants to be left alone");
    Departure departure = new Departure(now);
    departures.addLast(departure);
    byPermit.put(permit.id(), departure);
  }

  /** The topic has it that a unit was spent. */
  void spent(String permitId) {
    Departure departure = byPermit.get(permitId);
    if (departure != null) {
      departure.told = true;
    }
  }

  private long untold() {
    return departures.stream().filter(departure -> !departure.told).count();
  }

  /** Redis has lost the count, or will have. */
  void redisLoses() {
    losses++;
  }

  /** Gong wants to be left alone from now on; what was granted before may still leave. */
  void frozen(long now, long time) {
    if (now + time > frozenUntil) {
      frozenFrom = now + LONGEST_PERMIT;
      frozenUntil = now + time;
    }
  }

  /** A request of ours is at Gong. */
  void arrives(long now) {
    arrivals++;
    second.addLast(now);
    while (now - second.getFirst() >= Gong.SECOND) {
      second.removeFirst();
    }
    holds(second.size() <= PER_SECOND, () -> second.size() + " arrived within a second");
    day.addLast(now);
    while (now - day.getFirst() >= DAY) {
      day.removeFirst();
    }
    holds(
        day.size() <= perDay + (long) losses * IN_FLIGHT,
        () -> day.size() + " arrived within a day of " + perDay);
  }

  void refusedForTheRate(boolean othersAsk) {
    holds(othersAsk, () -> "a 429 of our own doing");
  }

  private Asked asked(String callId) {
    return Objects.requireNonNull(calls.get(callId), callId);
  }

  /** Something was changed at Gong. */
  void applied(String callId) {
    Asked asked = asked(callId);
    asked.applied++;
    holds(asked.applied == 1, () -> "written twice: " + callId);
  }

  void told(ToolCallCompleted completed) {
    Asked asked = asked(completed.getCallId());
    Ending ending = completed.getEnding();
    if (asked.call.request().getEffect() == Effect.WRITE) {
      holds(
          ledgerWasAway || asked.endings.isEmpty() || asked.endings.getFirst() == ending,
          () -> "%s ended as %s and as %s".formatted(asked.call.id(), asked.endings, ending));
      holds(
          ending != Ending.ANSWERED || asked.applied == 1,
          () -> "said to be done, and was not: " + asked.call.id());
    }
    if (ending == Ending.ANSWERED && completed.getBody() != null) {
      String body = StandardCharsets.UTF_8.decode(completed.getBody().duplicate()).toString();
      holds(
          asked.call.isAnsweredBy(body),
          () -> "%s was answered with %s".formatted(asked.call.needs(), body));
    }
    asked.knownToGong |= Integer.valueOf(409).equals(completed.getHttpStatus());
    if (asked.endings.isEmpty()) {
      open--;
    }
    asked.endings.add(ending);
  }

  /** Without it an answer is passed on all the same, and a crash then may tell another. */
  void ledgerIsAway() {
    ledgerWasAway = true;
  }

  /** The count of the last 24 hours, as quota has it. */
  void counted(long units, long now) {
    while (!departures.isEmpty() && now - departures.getFirst().at >= DAY) {
      departures.removeFirst();
    }
    long known = departures.size() - (losses > 0 ? untold() : 0);
    holds(units >= known, () -> "counted %d of %d that were sent".formatted(units, known));
  }

  /** All is over. */
  void close(boolean committed) {
    calls.forEach(
        (id, asked) -> {
          holds(!asked.accepted || !asked.endings.isEmpty(), () -> "never ended: " + id);
          if (asked.call.request().getEffect() == Effect.WRITE && !asked.endings.isEmpty()) {
            Ending said = asked.endings.getFirst();
            holds(
                asked.applied == 0
                    || ledgerWasAway
                    || asked.knownToGong
                    || said == Ending.ANSWERED
                    || said == Ending.OUTCOME_UNKNOWN,
                () -> "said to be %s, and was done: %s".formatted(said, id));
          }
        });
    holds(committed, () -> "a record is never committed");
  }

  int arrivals() {
    return arrivals;
  }

  Map<Ending, Integer> endings() {
    Map<Ending, Integer> counts = new HashMap<>();
    calls
        .values()
        .forEach(
            asked ->
                asked.endings.stream()
                    .findFirst()
                    .ifPresent(e -> counts.merge(e, 1, Integer::sum)));
    return counts;
  }
}
