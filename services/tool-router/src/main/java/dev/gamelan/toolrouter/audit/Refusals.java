package dev.gamelan.toolrouter.audit;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.toolrouter.Meters;
import dev.gamelan.topics.FailureWithoutPayload;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.publisher.Mono;

/**
 * Brings the entries of refused calls to the trail, many at a time and in any order.
 *
 * <p>A refusal stands whether or not the broker is there. Its entry waits in memory and is tried
 * again until the broker takes it; only where more wait than may, or the instance stops while the
 * broker is away, an entry is lost — counted, and named in the log.
 */
public final class Refusals implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  private final Set<Entry> waiting = ConcurrentHashMap.newKeySet();
  private final Semaphore places;
  private final Function<AuditEvent, CompletableFuture<Void>> trail;
  private final AuditProperties properties;
  private final Counter lost;
  private final AtomicBoolean away = new AtomicBoolean();
  private volatile boolean stopped;

  /** Compared by identity: each refusal has its own. */
  private static final class Entry {
    private final AuditEvent event;
    private final Observation trace;
    private final CompletableFuture<Void> written = new CompletableFuture<>();

    private Entry(AuditEvent event, Observation trace) {
      this.event = event;
      this.trace = trace;
    }
  }

  /**
   * @param trail starts writing an entry; may block for a while if the broker is away
   */
  Refusals(
      Function<AuditEvent, CompletableFuture<Void>> trail,
      AuditProperties properties,
      MeterRegistry meters) {
    this.places = new Semaphore(properties.waiting());
    this.trail = trail;
    this.properties = properties;
    this.lost = Meters.AUDIT_LOST.counter(meters);
    Meters.AUDIT_WAITING.gauge(meters, waiting::size);
  }

  /** Completes once the entry is written, or when the caller should wait no longer for it. */
  public Mono<Void> record(AuditEvent event, Observation trace) {
    Entry entry = new Entry(event, trace);
    if (stopped || !places.tryAcquire()) {
      lose(entry, stopped ? "the instance is stopping" : "too many wait already");
      return Mono.empty();
    }
    waiting.add(entry);
    // Finding a broker that is away blocks, and whoever is refused waits no longer than said.
    Thread.startVirtualThread(() -> write(entry));
    return Mono.fromFuture(entry.written, true).timeout(properties.patience(), Mono.empty());
  }

  private void write(Entry entry) {
    CompletableFuture<Void> writing;
    try {
      writing = entry.trace.scoped(() -> trail.apply(entry.event));
    } catch (RuntimeException refused) {
      writing = CompletableFuture.failedFuture(refused);
    }
    var unused =
        writing.whenComplete(
            (done, problem) -> {
              if (problem == null) {
                written(entry);
              } else {
                notWritten(entry, problem);
              }
            });
  }

  private void written(Entry entry) {
    away.set(false);
    if (waiting.remove(entry)) {
      places.release();
    }
    entry.written.complete(null);
  }

  private void notWritten(Entry entry, Throwable problem) {
    if (!away.getAndSet(true)) {
      log.warn(
          "The trail does not take entries; they wait in memory",
          FailureWithoutPayload.of(problem));
    }
    if (stopped) {
      giveUp(entry);
      return;
    }
    var unused =
        CompletableFuture.runAsync(
            () -> write(entry),
            CompletableFuture.delayedExecutor(
                properties.retryAfter().toMillis(),
                TimeUnit.MILLISECONDS,
                Thread::startVirtualThread));
  }

  private void giveUp(Entry entry) {
    if (waiting.remove(entry)) {
      lose(entry, "stopped while the broker was away");
    }
  }

  private void lose(Entry entry, String why) {
    lost.increment();
    log.error(
        "Audit entry {} ({}) is lost: {}", entry.event.getEventId(), entry.event.getOutcome(), why);
  }

  /** Goes on trying for a while; what still waits then is lost. */
  @Override
  public void destroy() throws InterruptedException {
    long patience = properties.stopPatience().toNanos();
    if (!places.tryAcquire(properties.waiting(), patience, TimeUnit.NANOSECONDS)) {
      stopped = true;
      waiting.forEach(this::giveUp);
    }
    stopped = true;
  }
}
