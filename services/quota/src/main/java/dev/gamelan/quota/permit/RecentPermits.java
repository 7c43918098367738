package dev.gamelan.quota.permit;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The permits this instance granted lately: after a loss they may be on the wire while the topic
 * does not tell of them yet.
 */
final class RecentPermits {
  private static final Duration KEPT = Duration.ofMinutes(15);
  private static final int MOST = 20_000;

  /** A permit as it was granted. */
  record Granted(long nanos, Use use) {}

  private final Map<String, Granted> granted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Granted> eldest) {
          return size() > MOST;
        }
      };

  synchronized void granted(String permitId, long nanos, Use use) {
    granted.values().removeIf(other -> nanos - other.nanos() > KEPT.toNanos());
    granted.put(permitId, new Granted(nanos, use));
  }

  synchronized void unused(String permitId) {
    granted.remove(permitId);
  }

  /** Permits that nobody else knows of. */
  synchronized Map<String, Granted> besides(Set<String> known) {
    var others = new HashMap<>(granted);
    others.keySet().removeAll(known);
    return others;
  }
}
