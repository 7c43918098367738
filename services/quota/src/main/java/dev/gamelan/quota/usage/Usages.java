package dev.gamelan.quota.usage;

import dev.gamelan.quota.time.Times;
import dev.gamelan.schemas.QuotaSpent;
import java.util.Map;
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
    usages
        .computeIfAbsent(spent.getConnection(), name -> new Usage())
        .replay(spent, times.cautiousNow());
  }

  Usage of(String connection) {
    return usages.getOrDefault(connection, new Usage());
  }
}
