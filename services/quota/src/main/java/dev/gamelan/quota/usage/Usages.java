package dev.gamelan.quota.usage;

import dev.gamelan.quota.time.Times;
import dev.gamelan.schemas.QuotaSpent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The usage of every connection that spent something in the last 24 hours. */
@Component
final class Usages {
  private final Map<String, Usage> usages = new ConcurrentHashMap<>();
  private final Times times;

  Usages(Times times) {
    this.times = times;
  }

  void replay(QuotaSpent spent) {
    of(spent.getConnection()).replay(spent, times.cautiousNow());
  }

  Set<String> connections() {
    return Set.copyOf(usages.keySet());
  }

  Usage of(String connection) {
    return usages.computeIfAbsent(connection, name -> new Usage());
  }
}
