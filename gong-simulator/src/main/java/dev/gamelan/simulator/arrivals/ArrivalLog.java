package dev.gamelan.simulator.arrivals;

import dev.gamelan.simulator.quota.Limits;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Remembers every request that reached the simulator and judges the client by them. */
@Component
public class ArrivalLog {
  private static final int KEPT = 100_000;

  /** Gong knows these by a key of their sender's, so that they may come again. */
  private static final Set<String> RECOGNISED =
      Set.of(
          "POST /v2/calls",
          "POST /v2/crm/entities",
          "POST /v2/digital-interaction",
          "PUT /v2/customer-engagement/action",
          "PUT /v2/customer-engagement/content/shared",
          "PUT /v2/customer-engagement/content/viewed");

  private final ArrayDeque<Arrival> latest = new ArrayDeque<>();
  private ArrivalTimes times = new ArrivalTimes();
  private final Map<Integer, Long> byStatus = new TreeMap<>();
  private final Map<String, Long> byOperation = new TreeMap<>();
  private final Map<String, Report.Write> writes = new LinkedHashMap<>();
  private final Map<CredentialUse, Long> credentials = new EnumMap<>(CredentialUse.class);
  private long started;

  /** Notes the moment as soon as it is known, so that a request without end is judged too. */
  public synchronized long arrive(long nanos) {
    times.add(nanos);
    return ++started;
  }

  public synchronized void end(Arrival arrival) {
    if (latest.size() == KEPT) {
      latest.removeFirst();
    }
    latest.addLast(arrival);
    byStatus.merge(arrival.status(), 1L, Long::sum);
    byOperation.merge(arrival.operation(), 1L, Long::sum);
    if (arrival.bodySha256() != null) {
      long applied = arrival.applied() ? 1 : 0;
      String identity = arrival.operation() + ' ' + arrival.target() + ' ' + arrival.bodySha256();
      writes.merge(
          identity,
          new Report.Write(arrival.operation(), arrival.target(), arrival.bodySha256(), 1, applied),
          ArrivalLog::together);
    }
  }

  public synchronized void note(CredentialUse use) {
    credentials.merge(use, 1L, Long::sum);
  }

  /** The latest arrivals after the given number, at most 100,000 of them. */
  public synchronized List<Arrival> since(long number) {
    return latest.stream().filter(arrival -> arrival.number() > number).toList();
  }

  public synchronized Report report(Limits limits) {
    var second = times.busiest(TimeUnit.SECONDS.toNanos(1), limits.perSecond());
    var day = times.busiest(TimeUnit.DAYS.toNanos(1), limits.perDay());
    List<Report.Write> twice = writes.values().stream().filter(ArrivalLog::isDuplicate).toList();
    Map<CredentialUse, Long> uses = new EnumMap<>(CredentialUse.class);
    for (CredentialUse use : CredentialUse.values()) {
      uses.put(use, credentials.getOrDefault(use, 0L));
    }
    return new Report(
        times.size(),
        second.most(),
        second.over(),
        day.most(),
        day.over(),
        byStatus.getOrDefault(429, 0L),
        byStatus.getOrDefault(0, 0L),
        Map.copyOf(byStatus),
        Map.copyOf(byOperation),
        twice.size(),
        (int) twice.stream().filter(write -> write.applied() > 1).count(),
        twice,
        uses);
  }

  private static boolean isDuplicate(Report.Write write) {
    return write.applied() > 1 || (write.seen() > 1 && !RECOGNISED.contains(write.operation()));
  }

  public synchronized void forget() {
    latest.clear();
    times = new ArrivalTimes();
    byStatus.clear();
    byOperation.clear();
    writes.clear();
    credentials.clear();
  }

  private static Report.Write together(Report.Write one, Report.Write other) {
    return new Report.Write(
        one.operation(),
        one.target(),
        one.bodySha256(),
        one.seen() + other.seen(),
        one.applied() + other.applied());
  }
}
