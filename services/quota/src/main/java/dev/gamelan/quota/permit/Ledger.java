package dev.gamelan.quota.permit;

import dev.gamelan.quota.limits.DayPlan;
import dev.gamelan.quota.limits.Limits;
import dev.gamelan.quota.permit.LedgerScript.Answer;
import dev.gamelan.quota.permit.LedgerScript.Status;
import dev.gamelan.quota.permit.LedgerScript.Verb;
import dev.gamelan.quota.time.Times;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What was spent, who holds a connection and until when it is frozen: kept at Redis, and known to
 * be lost when it is.
 */
@Component
public final class Ledger {
  private final LedgerScript script;
  private final LeaseProperties lease;
  private final Times times;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final Map<String, Long> lostSince = new ConcurrentHashMap<>();

  Ledger(LedgerScript script, LeaseProperties lease, Times times) {
    this.script = script;
    this.lease = lease;
    this.times = times;
  }

  Connection connection(String name) {
    return connections.computeIfAbsent(name, it -> new Connection(it, times));
  }

  Answer admit(String connection, Asker asker, String permitId, Use use, Limits limits) {
    DayPlan day = limits.day();
    Answer answer =
        run(
            connection,
            Verb.ADMIT,
            asker.name(),
            lease.time().toMillis(),
            permitId,
            limits.longestPermit().toMillis(),
            limits.interval().toMillis(),
            limits.lookahead().toMillis(),
            limits.perSecond(),
            perDay(limits),
            limits.units(day.control()),
            limits.units(day.interactive()),
            limits.units(day.background()),
            limits.units(day.safety()),
            use.callClass().code(),
            use.caller(),
            use.tool(),
            day.ofCaller(use.caller()),
            day.ofTool(use.tool()),
            asker.guest() ? 1 : 0);
    if (answer.status() == Status.ADMITTED) {
      connection(connection).recent().granted(permitId, times.nanos(), use);
    }
    return asker.guest() ? answer : remembered(connection, asker.name(), answer);
  }

  private static long perDay(Limits limits) {
    return limits.enforced() ? limits.perDay() : -1;
  }

  Answer claim(String connection, String holder) {
    Answer answer = run(connection, Verb.CLAIM, holder, lease.time().toMillis());
    return remembered(connection, holder, answer);
  }

  private Answer remembered(String connection, String holder, Answer answer) {
    Holders holders = connection(connection).holders();
    switch (answer.status()) {
      case ADMITTED,
          HELD,
          SETTLING,
          FROZEN,
          DAY_SPENT,
          SHARE_SPENT,
          CALLER_CAP,
          TOOL_CAP,
          NOT_YET ->
          holders.holds(holder);
      case SUPERSEDED -> holders.superseded(holder);
      default -> {}
    }
    return answer;
  }

  Answer note(String connection, Asker asker, Outcome outcome, Limits limits) {
    if (outcome.unused() && !asker.guest()) {
      connection(connection).recent().unused(outcome.permitId());
    }
    return run(
        connection,
        Verb.OUTCOME,
        asker.name(),
        lease.time().toMillis(),
        outcome.permitId(),
        outcome.unused() ? 1 : 0,
        outcome.freeze().toMillis(),
        perDay(limits),
        outcome.caller(),
        outcome.tool(),
        outcome.result() == Outcome.Result.RESPONDED ? 1 : 0,
        asker.guest() ? 1 : 0);
  }

  Answer release(String connection, String holder, Limits limits) {
    return run(connection, Verb.RELEASE, holder, limits.longestPermit().toMillis());
  }

  /** Makes a connection known, so that it is restored now if Redis has lost it. */
  public void prepare(String name) {
    Connection known = connection(name);
    Answer unused = run(known, Verb.LOOK, -1, 0, 0);
  }

  /**
   * Empty where Redis does not know the connection. To look at one that nobody has asked permits
   * for leaves no trace, so that readers cannot make connections up.
   */
  public Optional<Balance> look(String name, Limits limits) {
    Connection known = connections.get(name);
    Connection looked = known == null ? new Connection(name, times) : known;
    Answer answer =
        script.run(
            looked,
            Verb.LOOK,
            perDay(limits),
            limits.units(limits.day().control()),
            limits.units(limits.day().safety()));
    if (known != null) {
      Answer unused = noted(known, Verb.LOOK, answer);
    }
    if (answer.status() != Status.SEEN) {
      return Optional.empty();
    }
    if (known == null) {
      connections.putIfAbsent(name, looked);
    }
    if (!answer.holder().isEmpty()) {
      looked.holders().holds(answer.holder());
    }
    return Optional.of(balance(answer, limits));
  }

  private static Balance balance(Answer answer, Limits limits) {
    long runsOut = answer.number(7);
    return new Balance(
        answer.number(1),
        limits.enforced() ? answer.number(4) : limits.perDay(),
        Duration.ofMillis(answer.number(2)),
        answer.number(8) == 1 && answer.number(2) > 0,
        Duration.ofMillis(answer.number(3)),
        answer.number(5) / 1000.0,
        answer.number(6),
        runsOut < 0 ? null : Duration.ofMillis(runsOut),
        new Balance.Spent(answer.number(9), answer.number(10), answer.number(11)));
  }

  public boolean knows(String name) {
    return connections.containsKey(name);
  }

  /** Connections that Redis has lost, and for how long this instance has known. */
  public Map<String, Duration> lost() {
    return lostSince.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, lost -> times.since(lost.getValue())));
  }

  /** For how long this instance has known that Redis has lost it; empty where it has not. */
  public Optional<Duration> lostFor(String name) {
    return Optional.ofNullable(lostSince.get(name)).map(times::since);
  }

  /** Connections this instance was asked about. */
  public Set<String> connections() {
    return Set.copyOf(connections.keySet());
  }

  /**
   * Gives a lost connection its count again; does nothing where another instance has done so.
   *
   * @param attempts all that went to Gong within the last day and a little more, each once
   * @return false where the clocks of this machine and of Redis disagree
   */
  public boolean restore(String name, List<Attempt> attempts) {
    Connection connection = connection(name);
    long now = times.cautiousNow().toEpochMilli();
    var restoration = new Restoration();
    attempts.forEach(
        attempt -> restoration.unit(now - attempt.sentAt().toEpochMilli(), attempt.use()));
    Set<String> told = attempts.stream().map(Attempt::permitId).collect(Collectors.toSet());
    connection
        .recent()
        .besides(told)
        .values()
        .forEach(
            granted -> restoration.unit(times.since(granted.nanos()).toMillis(), granted.use()));
    restoration.holdersOf(attempts);
    restoration.current(connection.holders().current());
    restoration.former(connection.holders().former());
    Answer answer = run(connection, Verb.RESTORE, restoration.arguments());
    return answer.status() != Status.CLOCKS_DISAGREE;
  }

  /**
   * Counts what the topic tells and the ledger does not know, as after a Redis restored from an
   * older state.
   *
   * @param units sent, by their age in milliseconds
   */
  public void raise(String name, Map<Long, Integer> units) {
    var restoration = new Restoration();
    units.forEach(restoration::units);
    Answer unused = run(connection(name), Verb.RAISE, restoration.arguments());
  }

  private Answer run(String name, Verb verb, Object... arguments) {
    return run(connection(name), verb, arguments);
  }

  private Answer run(Connection connection, Verb verb, Object... arguments) {
    return noted(connection, verb, script.run(connection, verb, arguments));
  }

  private Answer noted(Connection connection, Verb verb, Answer answer) {
    switch (answer.status()) {
      case LOST -> lostSince.putIfAbsent(connection.name(), times.nanos());
      case CLOCKS_DISAGREE -> {}
      default -> {
        if (lostSince.remove(connection.name()) != null && verb != Verb.RESTORE) {
          supersedeFormerHolders(connection);
        }
      }
    }
    return answer;
  }

  /** Another instance restored the connection, and does not know whom this one saw superseded. */
  private void supersedeFormerHolders(Connection connection) {
    var restoration = new Restoration();
    restoration.former(connection.holders().former());
    Answer unused = script.run(connection, Verb.RESTORE, restoration.arguments());
  }
}
