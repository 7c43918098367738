package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.toolrouter.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The endings of all recent calls, whoever waited for them, as they came from the topic: bounded by
 * age and by bytes, the oldest going first.
 */
@Component
final class RecentCompletions {
  /** What an entry costs besides its bytes. */
  private static final int OVERHEAD = 256;

  private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>();
  private final Duration keepFor;
  private final long keepBytes;
  private final Clock clock;
  private long bytes;

  private record Kept(byte[] record, Instant at) {
    long size() {
      return (long) record.length + OVERHEAD;
    }
  }

  RecentCompletions(DispatchProperties properties, MeterRegistry meters, Clock clock) {
    this.keepFor = properties.keepFor();
    this.keepBytes = properties.keepBytes().toBytes();
    this.clock = clock;
    Meters.KEPT.gauge(meters, this::size);
    Meters.KEPT_BYTES.gauge(meters, this::bytes);
  }

  /** A call ends once: what comes again for the same call changes nothing. */
  synchronized void keep(String callId, byte[] record, Instant at) {
    Kept entry = new Kept(record, at);
    if (tooOld(entry) || entry.size() > keepBytes || kept.containsKey(callId)) {
      return;
    }
    kept.put(callId, entry);
    bytes += entry.size();
    makeRoom();
  }

  synchronized byte @Nullable [] find(String callId) {
    Kept entry = kept.get(callId);
    return entry == null || tooOld(entry) ? null : entry.record();
  }

  private void makeRoom() {
    Iterator<Map.Entry<String, Kept>> oldestFirst = kept.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Kept oldest = oldestFirst.next().getValue();
      if (bytes <= keepBytes && !tooOld(oldest)) {
        return;
      }
      bytes -= oldest.size();
      oldestFirst.remove();
    }
  }

  private boolean tooOld(Kept entry) {
    return entry.at().plus(keepFor).isBefore(clock.instant());
  }

  private synchronized int size() {
    return kept.size();
  }

  synchronized long bytes() {
    return bytes;
  }
}
