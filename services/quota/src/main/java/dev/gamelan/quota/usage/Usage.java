package dev.gamelan.quota.usage;

import dev.gamelan.schemas.QuotaSpent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one connection spent in the last 24 hours, folded from the topic of attempts. */
final class Usage {
  static final Duration DAY = Duration.ofHours(24);
  static final String OTHER = "other";

  private static final int NAMES_AN_HOUR = 500;
  private static final int NAMES_SHOWN = 100;
  private static final int REMEMBERED = 4096;
  private static final long GRAIN = 10_000;

  private final TreeMap<Instant, Hour> hours = new TreeMap<>();
  private final TreeMap<Long, Integer> grains = new TreeMap<>();
  private final Map<String, Boolean> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  private static final class Hour {
    private long spent;
    private final Map<String, Long> byCaller = new HashMap<>();
    private final Map<String, Long> byTool = new HashMap<>();
  }

  /** Takes an attempt in; one that was told twice counts once. */
  synchronized void replay(QuotaSpent spent, Instant now) {
    if (latest.put(spent.getPermitId(), true) != null) {
      return;
    }
    Instant sentAt = spent.getSentAt().isAfter(now) ? now : spent.getSentAt();
    forget(now);
    if (sentAt.isBefore(now.minus(DAY))) {
      return;
    }
    Hour hour = hours.computeIfAbsent(sentAt.truncatedTo(ChronoUnit.HOURS), start -> new Hour());
    hour.spent++;
    count(hour.byCaller, spent.getCaller());
    count(hour.byTool, spent.getTool());
    grains.merge(sentAt.toEpochMilli() / GRAIN, 1, Integer::sum);
  }

  private static void count(Map<String, Long> names, String name) {
    String counted = names.size() < NAMES_AN_HOUR || names.containsKey(name) ? name : OTHER;
    names.merge(counted, 1L, Long::sum);
  }

  private void forget(Instant now) {
    Instant first = now.minus(DAY);
    hours.headMap(first.truncatedTo(ChronoUnit.HOURS)).clear();
    grains.headMap(first.toEpochMilli() / GRAIN).clear();
  }

  synchronized long spent(Instant now) {
    forget(now);
    return grains.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** Units by their age in milliseconds, the age of the youngest of ten seconds. */
  synchronized Map<Long, Integer> ages(Instant now) {
    forget(now);
    var ages = new TreeMap<Long, Integer>();
    grains.forEach(
        (grain, units) ->
            ages.merge(Math.max(0, now.toEpochMilli() - (grain + 1) * GRAIN), units, Integer::sum));
    return ages;
  }

  synchronized SortedMap<Instant, Long> byHour(Instant now) {
    forget(now);
    var spent = new TreeMap<Instant, Long>();
    hours.forEach((start, hour) -> spent.put(start, hour.spent));
    return spent;
  }

  synchronized Map<String, Long> byCaller(Instant now) {
    forget(now);
    var all = new HashMap<String, Long>();
    hours
        .values()
        .forEach(hour -> hour.byCaller.forEach((name, n) -> all.merge(name, n, Long::sum)));
    return most(all);
  }

  synchronized Map<String, Long> byTool(Instant now) {
    forget(now);
    var all = new HashMap<String, Long>();
    hours.values().forEach(hour -> hour.byTool.forEach((name, n) -> all.merge(name, n, Long::sum)));
    return most(all);
  }

  private static Map<String, Long> most(Map<String, Long> all) {
    var shown = new LinkedHashMap<String, Long>();
    long others = all.getOrDefault(OTHER, 0L);
    var named =
        all.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(OTHER))
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    for (var entry : named) {
      if (shown.size() < NAMES_SHOWN) {
        shown.put(entry.getKey(), entry.getValue());
      } else {
        others += entry.getValue();
      }
    }
    if (others > 0) {
      shown.put(OTHER, others);
    }
    return shown;
  }
}
