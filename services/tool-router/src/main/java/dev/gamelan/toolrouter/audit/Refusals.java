package dev.gamelan.toolrouter.audit;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.toolrouter.Meters;
import dev.gamelan.topics.FailureWithoutPayload;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.publisher.Mono;

/**
 * Brings the entries of refused calls to the trail, those that wait together in any order.
 *
 * <p>A refusal stands whether or not the broker is there. Its entry waits in memory and is tried
 * again until the broker takes it; only where more wait than may, or the instance stops while the
 * broker is away, an entry is lost — counted, and named in the log.
 */
public final class Refusals implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  private static final int MOST_TOGETHER = 64;

  private final BlockingQueue<Entry> waiting;
  private final Consumer<AuditEvent> trail;
  private final AuditProperties properties;
  private final Counter lost;
  private final Thread writer;
  private volatile boolean stopping;

  private record Entry(AuditEvent event, Observation trace, CompletableFuture<Void> written) {}

  Refusals(Consumer<AuditEvent> trail, AuditProperties properties, MeterRegistry meters) {
    this.waiting = new LinkedBlockingQueue<>(properties.waiting());
    this.trail = trail;
    this.properties = properties;
    this.lost = Meters.AUDIT_LOST.counter(meters);
    Meters.AUDIT_WAITING.gauge(meters, waiting::size);
    this.writer = Thread.ofVirtual().name("refusals").start(this::write);
  }

  /** Completes once the entry is written, or when the caller should wait no longer for it. */
  public Mono<Void> record(AuditEvent event, Observation trace) {
    Entry entry = new Entry(event, trace, new CompletableFuture<>());
    if (!waiting.offer(entry)) {
      lose(entry, "too many wait already");
      return Mono.empty();
    }
    return Mono.fromFuture(entry.written(), true).timeout(properties.patience(), Mono.empty());
  }

  private void write() {
    try {
      while (!stopping || !waiting.isEmpty()) {
        Entry next = waiting.poll(100, java.util.concurrent.TimeUnit.MILLISECONDS);
        if (next != null) {
          List<Entry> together = new ArrayList<>(List.of(next));
          waiting.drainTo(together, MOST_TOGETHER - 1);
          writeTogether(together);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What waits goes out at once, so that the broker is waited for once and not for each of them.
   */
  private void writeTogether(List<Entry> entries) throws InterruptedException {
    if (entries.size() == 1) {
      writeAtLast(entries.getFirst());
      return;
    }
    List<Thread> writing =
        entries.stream()
            .map(entry -> Thread.ofVirtual().name("refusal").start(() -> writeOrLose(entry)))
            .toList();
    try {
      for (Thread one : writing) {
        one.join();
      }
    } catch (InterruptedException stopped) {
      writing.forEach(Thread::interrupt);
      for (Thread one : writing) {
        one.join();
      }
      throw stopped;
    }
  }

  private void writeOrLose(Entry entry) {
    try {
      writeAtLast(entry);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAtLast(Entry entry) throws InterruptedException {
    boolean waited = false;
    while (true) {
      try {
        entry.trace().scoped(() -> trail.accept(entry.event()));
        entry.written().complete(null);
        return;
      } catch (RuntimeException brokerAway) {
        if (Thread.currentThread().isInterrupted()) {
          lose(entry, "stopped while the broker was away");
          throw new InterruptedException();
        }
        if (!waited) {
          log.warn(
              "The trail does not take entries; they wait in memory",
              FailureWithoutPayload.of(brokerAway));
          waited = true;
        }
        try {
          Thread.sleep(properties.retryAfter());
        } catch (InterruptedException stopped) {
          lose(entry, "stopped while the broker was away");
          throw stopped;
        }
      }
    }
  }

  private void lose(Entry entry, String why) {
    lost.increment();
    log.error(
        "Audit entry {} ({}) is lost: {}",
        entry.event().getEventId(),
        entry.event().getOutcome(),
        why);
  }

  @Override
  public void destroy() throws InterruptedException {
    stopping = true;
    if (!writer.join(properties.stopPatience())) {
      writer.interrupt();
      writer.join(Duration.ofSeconds(1));
    }
    for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      lose(entry, "stopped while the broker was away");
    }
  }
}
