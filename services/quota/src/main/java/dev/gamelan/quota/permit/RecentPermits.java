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

  private final Map<String, Long> grantedAt =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  synchronized void granted(String permitId, long nanos) {
    grantedAt.values().removeIf(at -> nanos - at > KEPT.toNanos());
    grantedAt.put(permitId, nanos);
  }

  synchronized void unused(String permitId) {
    grantedAt.remove(permitId);
  }

  /** Permits that nobody else knows of, with the time they were granted. */
  synchronized Map<String, Long> besides(Set<String> known) {
    var others = new HashMap<>(grantedAt);
    others.keySet().removeAll(known);
    return others;
  }
}
