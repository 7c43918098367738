package dev.gamelan.quota.permit;

import dev.gamelan.quota.limits.Limits;
import dev.gamelan.quota.permit.LedgerScript.Answer;
import dev.gamelan.quota.permit.LedgerScript.Status;
import dev.gamelan.quota.permit.LedgerScript.Verb;
import dev.gamelan.quota.time.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What was spent, who holds a connection and until when it is frozen: kept at Redis, and known to
 * be lost when it is.
 */
@Component
public final class Ledger {
  private static final long GROUP = 10_000;

  /** Between counting a unit and telling of its sending lie the wait for the turn and the send. */
  private static final long BEFORE_SENDING = 5_000;

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
    return answer;
  }

  Answer claim(String connection, String holder) {
    return run(connection, Verb.CLAIM, holder, lease.time().toMillis());
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
    return run(
        connection,
        Verb.RELEASE,
        holder,
        limits.interval().toMillis(),
        limits.longestPermit().toMillis());
  }

  /** Empty where Redis has lost the connection. */
  public Optional<Balance> look(String connection, Limits limits) {
    Answer answer = run(connection, Verb.LOOK, limits.enforced() ? limits.perDay() : -1);
    return answer.status() == Status.SEEN
        ? Optional.of(
            new Balance(
                answer.number(1),
                Duration.ofMillis(answer.number(2)),
                Duration.ofMillis(answer.number(3))))
        : Optional.empty();
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
  public boolean restore(String connection, List<Attempt> attempts) {
    long now = times.cautiousNow().toEpochMilli();
    var units = new TreeMap<Long, Integer>();
    attempts.forEach(attempt -> add(units, now - attempt.sentAt().toEpochMilli()));
    Set<String> told = attempts.stream().map(Attempt::permitId).collect(Collectors.toSet());
    connection(connection)
        .recent()
        .besides(told)
        .values()
        .forEach(grantedAt -> add(units, times.since(grantedAt).toMillis()));

    var arguments = new ArrayList<Object>();
    Set<String> former = formerHolders(attempts);
    arguments.add(former.size());
    arguments.addAll(former);
    addAges(arguments, units);
    return run(connection, Verb.RESTORE, arguments.toArray()).status() != Status.CLOCKS_DISAGREE;
  }

  /**
   * Counts what the topic tells and the ledger does not know, as after a Redis restored from an
   * older state.
   *
   * @param units sent, by their age in milliseconds
   */
  public void raise(String connection, Map<Long, Integer> units) {
    var grouped = new TreeMap<Long, Integer>();
    units.forEach((age, count) -> grouped.merge(group(age), count, Integer::sum));
    var arguments = new ArrayList<Object>();
    addAges(arguments, grouped);
    Answer unused = run(connection, Verb.RAISE, arguments.toArray());
  }

  private static Set<String> formerHolders(List<Attempt> attempts) {
    var holders =
        attempts.stream().map(Attempt::holder).collect(Collectors.toCollection(HashSet::new));
    attempts.stream()
        .max(java.util.Comparator.comparing(Attempt::sentAt))
        .ifPresent(latest -> holders.remove(latest.holder()));
    return holders;
  }

  private static void add(Map<Long, Integer> units, long age) {
    units.merge(group(age), 1, Integer::sum);
  }

  private static long group(long age) {
    return Math.max(age, 0) / GROUP * GROUP + GROUP + BEFORE_SENDING;
  }

  private static void addAges(List<Object> arguments, Map<Long, Integer> units) {
    units.forEach(
        (age, count) -> {
          arguments.add(age);
          arguments.add(count);
        });
  }

  private Answer run(String connection, Verb verb, Object... arguments) {
    Answer answer = script.run(connection(connection), verb, arguments);
    switch (answer.status()) {
      case LOST -> lostSince.putIfAbsent(connection, times.nanos());
      case CLOCKS_DISAGREE -> {}
      default -> lostSince.remove(connection);
    }
    return answer;
  }
}
