package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Alterations.Deed;
import dev.gamelan.gongcaller.connection.Alterations.Step;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.topics.FailureWithoutPayload;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does for connections what only time asks for: follows what other instances change, publishes what
 * is waiting, tries credentials that are due, destroys old ones, warns of an end that is near.
 */
@Component
class Attendant implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Attendant.class);
  private static final int AT_ONCE = 100;

  private final Accounts accounts;
  private final Alterations alterations;
  private final ConnectionStore store;
  private final Outbox outbox;
  private final ConnectionPublisher publisher;
  private final TransactionTemplate transactions;
  private final ConnectionProperties properties;
  private final Configured configured;
  private final Clock clock;
  private final ScheduledExecutorService worker =
      Executors.newScheduledThreadPool(2, Thread.ofVirtual().name("connections-", 0).factory());
  private volatile boolean running;

  Attendant(
      Accounts accounts,
      Alterations alterations,
      ConnectionStore store,
      Outbox outbox,
      ConnectionPublisher publisher,
      TransactionTemplate transactions,
      ConnectionProperties properties,
      Configured configured,
      Clock clock,
      MeterRegistry meters) {
    this.accounts = accounts;
    this.alterations = alterations;
    this.store = store;
    this.outbox = outbox;
    this.publisher = publisher;
    this.transactions = transactions;
    this.properties = properties;
    this.configured = configured;
    this.clock = clock;
    Meters.CREDENTIALS_EXPIRING.gauge(meters, this::expiring);
    Meters.CONNECTIONS_WITH_PROBLEMS.gauge(
        meters, () -> accounts.all().filter(kept -> kept.row().problem() != null).count());
  }

  private long expiring() {
    Instant now = clock.instant();
    return accounts
        .all()
        .flatMap(kept -> kept.current().stream())
        .filter(current -> Expiry.isNear(current, now, properties.warnAhead()))
        .count();
  }

  /** Before anything is sent, all that is known is known. */
  @Override
  public void start() {
    configured.settle();
    store.versions().keySet().forEach(alterations::tellAgain);
    accounts.refreshAll();
    running = true;
    every(this::follow);
    every(this::publish);
  }

  private void every(Runnable action) {
    long millis = properties.refreshEvery().toMillis();
    var failing = new AtomicBoolean();
    var unused =
        worker.scheduleWithFixedDelay(
            () -> {
              try {
                action.run();
                failing.set(false);
              } catch (RuntimeException problem) {
                if (!failing.getAndSet(true)) {
                  log.warn("Connections wait to be seen to", FailureWithoutPayload.of(problem));
                }
              }
            },
            millis,
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void follow() {
    accounts.refreshAll();
    Instant now = clock.instant();
    store
        .due(now, now.minus(properties.retireAfter()), now.plus(properties.warnAhead()))
        .forEach(name -> attend(name, now));
  }

  private void attend(String name, Instant now) {
    alterations.alter(name, null, kept -> grownOld(kept, now));
    alterations.alter(
        name, Deed.ownDeed("credentials-destroyed"), kept -> withoutRetired(kept, now));
    accounts.refresh(name);
    accounts.kept(name).ifPresent(kept -> tryIfDue(kept, now));
  }

  private Step grownOld(Kept kept, Instant now) {
    var edit = kept.row().edit();
    Instant until = edit.rotatingUntil;
    boolean over = until != null && !until.isAfter(now);
    if (over) {
      edit.rotatingUntil = null;
    }
    CredentialRow current = kept.current().orElse(null);
    boolean warn =
        current != null
            && current.warnedAt() == null
            && Expiry.isNear(current, now, properties.warnAhead());
    if (warn) {
      store.update(kept.row().name(), Objects.requireNonNull(current).warned(now));
      edit.problem =
          edit.problem == null
              ? Expiry.problem(Objects.requireNonNull(current), now, properties.warnAhead())
              : edit.problem;
    }
    return over || warn ? new Step.To(edit.row()) : new Step.Stay();
  }

  private Step withoutRetired(Kept kept, Instant now) {
    Instant before = now.minus(properties.retireAfter());
    var retired =
        kept.credentials().stream()
            .filter(row -> row.state() == CredentialRow.State.RETIRING)
            .filter(row -> row.switchedAt() != null && row.switchedAt().isBefore(before))
            .toList();
    retired.forEach(row -> store.delete(kept.row().name(), row.generation()));
    return retired.isEmpty() ? new Step.Stay() : new Step.To(kept.row());
  }

  private void tryIfDue(Kept kept, Instant now) {
    Instant due = kept.row().probeDueAt();
    if (due == null
        || due.isAfter(now)
        || kept.row().isPaused()
        || accounts.isStopped(kept.row().name())) {
      return;
    }
    var candidate = kept.candidate().filter(row -> row.refusedAt() == null);
    boolean soon = candidate.isPresent() || kept.rotates(now);
    Instant next = now.plus(soon ? properties.tryEvery() : properties.probeEvery());
    candidate
        .or(kept::current)
        .filter(row -> store.takeProbe(kept.row().name(), now, next))
        .ifPresent(
            row -> publisher.tryCredentials(kept.row().name(), row.generation(), clock.instant()));
  }

  private void publish() {
    while (!outbox.isEmpty()
        && Boolean.TRUE.equals(transactions.execute(status -> publishOldest()))) {}
  }

  /** A crash before the end of the transaction publishes again: readers know an event by its id. */
  private boolean publishOldest() {
    if (!outbox.isOurs()) {
      return false;
    }
    for (Outbox.Outgoing outgoing : outbox.oldest(AT_ONCE)) {
      publisher.publish(outgoing);
      outbox.remove(outgoing.id());
    }
    return true;
  }

  @Override
  public void stop() {
    running = false;
    worker.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the bindings start, and stopped after them. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 1_000;
  }
}
