package dev.gamelan.quota.permit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known of a lost connection besides Redis, as the ledger's script takes it. */
final class Restoration {
  private static final long GROUP = 10_000;

  /** Between counting a unit and telling of its sending lie the wait for the turn and the send. */
  private static final long BEFORE_SENDING = 5_000;

  /** Within it, two holders' attempts do not tell who came first. */
  private static final Duration DOUBT = Duration.ofSeconds(10);

  private final Map<Long, Integer> units = new TreeMap<>();
  private final Map<String, Map<Long, Integer>> uses = new TreeMap<>();
  private final Set<String> former = new HashSet<>();
  private String current = "";

  void units(long ageMillis, int count) {
    units.merge(
        Math.max(ageMillis, 0) / GROUP * GROUP + GROUP + BEFORE_SENDING, count, Integer::sum);
  }

  /** A unit, and who spent it. */
  void unit(long ageMillis, Use use) {
    units(ageMillis, 1);
    long age = Math.max(ageMillis, 0) / GROUP * GROUP;
    for (String name :
        List.of("k:" + use.callClass().code(), "c:" + use.caller(), "t:" + use.tool())) {
      uses.computeIfAbsent(name, unseen -> new TreeMap<>()).merge(age, 1, Integer::sum);
    }
  }

  void former(Collection<String> holders) {
    former.addAll(holders);
  }

  /**
   * Former are those whose last attempt is well before the last of all, lest clocks' skew decides.
   */
  void holdersOf(List<Attempt> attempts) {
    var last = new HashMap<String, Instant>();
    attempts.stream()
        .filter(attempt -> !attempt.holder().startsWith(Asker.GUEST))
        .forEach(
            attempt ->
                last.merge(
                    attempt.holder(),
                    attempt.sentAt(),
                    (one, two) -> one.isAfter(two) ? one : two));
    var latestHolder = last.entrySet().stream().max(Map.Entry.comparingByValue());
    current = latestHolder.map(Map.Entry::getKey).orElse("");
    Instant latest = latestHolder.map(Map.Entry::getValue).orElse(Instant.MIN);
    last.forEach(
        (holder, at) -> {
          if (Duration.between(at, latest).compareTo(DOUBT) > 0) {
            former.add(holder);
          }
        });
  }

  /** The last holder seen; empty where none was. */
  void current(String holder) {
    if (!holder.isEmpty()) {
      current = holder;
      former.remove(holder);
    }
  }

  /**
   * The last holder, the number of former holders, their names; the number of pairs of age and
   * units, and these; and triples of who spent, age and units.
   */
  Object[] arguments() {
    var arguments = new ArrayList<Object>();
    arguments.add(former.contains(current) ? "" : current);
    arguments.add(former.size());
    arguments.addAll(former);
    arguments.add(units.size());
    units.forEach(
        (age, count) -> {
          arguments.add(age);
          arguments.add(count);
        });
    uses.forEach(
        (name, ages) ->
            ages.forEach(
                (age, count) -> {
                  arguments.add(name);
                  arguments.add(age);
                  arguments.add(count);
                }));
    return arguments.toArray();
  }
}
