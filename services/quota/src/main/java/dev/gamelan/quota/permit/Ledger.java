package dev.gamelan.quota.permit;

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

  Answer admit(String connection, String holder, String permitId, Limits limits) {
    Answer answer =
        run(
            connection,
            Verb.ADMIT,
            holder,
            lease.time().toMillis(),
            permitId,
            limits.enforced() ? limits.perDay() : -1,
            limits.longestPermit().toMillis());
    if (answer.status() == Status.ADMITTED) {
      connection(connection).recent().granted(permitId, times.nanos());
    }
    return remembered(connection, holder, answer);
  }

  Answer claim(String connection, String holder) {
    Answer answer = run(connection, Verb.CLAIM, holder, lease.time().toMillis());
    return remembered(connection, holder, answer);
  }

  private Answer remembered(String connection, String holder, Answer answer) {
    Holders holders = connection(connection).holders();
    switch (answer.status()) {
      case ADMITTED, HELD, SETTLING, FROZEN, DAY_SPENT -> holders.holds(holder);
      case SUPERSEDED -> holders.superseded(holder);
      default -> {}
    }
    return answer;
  }

  Answer note(String connection, String holder, Outcome outcome) {
    if (outcome.unused()) {
      connection(connection).recent().unused(outcome.permitId());
    }
    return run(
        connection,
        Verb.OUTCOME,
        holder,
        lease.time().toMillis(),
        outcome.permitId(),
        outcome.unused() ? 1 : 0,
        outcome.freeze().toMillis());
  }

  Answer release(String connection, String holder, Limits limits) {
    return run(connection, Verb.RELEASE, holder, limits.longestPermit().toMillis());
  }

  /** Makes a connection known, so that it is restored now if Redis has lost it. */
  public void prepare(String name) {
    Connection known = connection(name);
    Answer unused = run(known, Verb.LOOK, -1);
  }

  /**
   * Empty where Redis does not know the connection. To look at one that nobody has asked permits
   * for leaves no trace, so that readers cannot make connections up.
   */
  public Optional<Balance> look(String name, Limits limits) {
    Connection known = connections.get(name);
    Connection looked = known == null ? new Connection(name, times) : known;
    Answer answer = script.run(looked, Verb.LOOK, limits.enforced() ? limits.perDay() : -1);
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
    return Optional.of(
        new Balance(
            answer.number(1),
            Duration.ofMillis(answer.number(2)),
            Duration.ofMillis(answer.number(3))));
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
    attempts.forEach(attempt -> restoration.units(now - attempt.sentAt().toEpochMilli(), 1));
    Set<String> told = attempts.stream().map(Attempt::permitId).collect(Collectors.toSet());
    connection
        .recent()
        .besides(told)
        .values()
        .forEach(grantedAt -> restoration.units(times.since(grantedAt).toMillis(), 1));
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
