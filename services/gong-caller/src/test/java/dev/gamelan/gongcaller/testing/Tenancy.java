package dev.gamelan.gongcaller.testing;

import static dev.gamelan.gongcaller.testing.ScriptedQuota.granted;
import static dev.gamelan.gongcaller.testing.ScriptedQuota.refused;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Lets a connection to one holder at a time, as quota does, and gives it turns at even distances.
 */
final class Tenancy {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Duration spacing;
  private final Map<String, Let> lets = new HashMap<>();
  private final Set<String> former = new HashSet<>();

  Tenancy(Duration spacing) {
    this.spacing = spacing;
  }

  private static final class Let {
    private String holder = "";
    private long leaseEnds = System.nanoTime();
    private long nextTurn = System.nanoTime();
    private long lastPermitEnds = System.nanoTime();
    private final Set<String> open = new HashSet<>();
  }

  private Let let(String connection) {
    return lets.computeIfAbsent(connection, any -> new Let());
  }

  synchronized ScriptedQuota.Answer claim(String connection, String holder) {
    Let let = let(connection);
    long now = System.nanoTime();
    if (former.contains(holder)) {
      return refused(409, "FENCED", -1);
    }
    if (!let.holder.equals(holder)) {
      if (!let.holder.isEmpty() && let.leaseEnds - now > 0) {
        return refused(409, "FENCED", Duration.ofNanos(let.leaseEnds - now).toMillis());
      }
      leave(let, let.lastPermitEnds);
      let.holder = holder;
    }
    let.leaseEnds = now + LEASE.toNanos();
    return new ScriptedQuota.Answer(200, "");
  }

  synchronized ScriptedQuota.Answer permit(String connection, String holder, String permitId) {
    ScriptedQuota.Answer claimed = claim(connection, holder);
    if (claimed.status() != 200) {
      return claimed;
    }
    Let let = let(connection);
    long now = System.nanoTime();
    long delay = Math.max(0, let.nextTurn - now);
    if (delay > SECOND.toNanos()) {
      return refused(503, "UNAVAILABLE", Duration.ofNanos(delay).minus(SECOND).toMillis() + 1);
    }
    let.nextTurn = now + delay + spacing.toNanos();
    let.lastPermitEnds = now + delay + GRACE.toNanos();
    let.open.add(permitId);
    long millis = Math.ceilDiv(delay, 1_000_000);
    return granted(millis, millis + GRACE.toMillis(), spacing.toMillis());
  }

  synchronized void outcome(String connection, String permitId) {
    let(connection).open.remove(permitId);
  }

  synchronized void release(String connection, String holder) {
    Let let = let(connection);
    if (let.holder.equals(holder)) {
      leave(let, let.open.isEmpty() ? System.nanoTime() : let.lastPermitEnds);
    }
  }

  /** Nothing of the former holder's is within a second of what the next one sends. */
  private void leave(Let let, long lastSent) {
    if (!let.holder.isEmpty()) {
      former.add(let.holder);
      let.holder = "";
      let.open.clear();
      long quiet = lastSent + SECOND.toNanos();
      let.nextTurn = let.nextTurn - quiet > 0 ? let.nextTurn : quiet;
    }
  }
}
