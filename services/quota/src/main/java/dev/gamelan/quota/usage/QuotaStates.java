package dev.gamelan.quota.usage;

import dev.gamelan.quota.Meters;
import dev.gamelan.quota.limits.Limits;
import dev.gamelan.quota.limits.LimitsBook;
import dev.gamelan.quota.permit.Balance;
import dev.gamelan.quota.permit.Ledger;
import dev.gamelan.quota.permit.RedisAwayException;
import dev.gamelan.quota.time.Times;
import dev.gamelan.schemas.QuotaState;
import dev.gamelan.topics.FailureWithoutPayload;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at each connection once a second: publishes its state if it has changed, and counts what
 * only the topic knows.
 */
@Component
final class QuotaStates implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(QuotaStates.class);
  private static final int MOST_GAUGES = 1000;

  private final Ledger ledger;
  private final Usages usages;
  private final LimitsBook limits;
  private final Times times;
  private final QuotaStatePublisher publisher;
  private final MeterRegistry meters;
  private final Map<String, Published> published = new HashMap<>();
  private final Map<String, Balance> seen = new ConcurrentHashMap<>();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("state").factory());
  private volatile boolean running;

  QuotaStates(
      Ledger ledger,
      Usages usages,
      LimitsBook limits,
      Times times,
      QuotaStatePublisher publisher,
      MeterRegistry meters) {
    this.ledger = ledger;
    this.usages = usages;
    this.limits = limits;
    this.times = times;
    this.publisher = publisher;
    this.meters = meters;
  }

  /** What was told last; moments are told in seconds, lest a clock's noise counts as a change. */
  private record Published(
      Limits limits,
      long spent,
      long left,
      double pace,
      long foreign,
      @Nullable Long nextFreeAtSecond,
      @Nullable Long frozenUntilSecond,
      @Nullable Long runsOutAtSlot) {}

  @Override
  public void start() {
    running = true;
    var unused = worker.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
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

  private void look() {
    for (String connection : ledger.connections()) {
      try {
        Limits own = limits.of(connection);
        Optional<Balance> balance = ledger.look(connection, own);
        if (balance.isPresent()) {
          raise(connection, balance.get());
          publish(connection, own, balance.get());
        }
      } catch (RedisAwayException away) {
        log.debug("State of {} not published: Redis does not answer", connection);
      } catch (RuntimeException problem) {
        log.warn("State of {} not published", connection, FailureWithoutPayload.of(problem));
      }
    }
  }

  /** The topic knows more than the ledger only if Redis went back to an older state. */
  private void raise(String connection, Balance balance) {
    Instant now = times.cautiousNow();
    Usage usage = usages.of(connection);
    long missing = usage.spent(now) - balance.spent();
    if (missing > 0) {
      ledger.raise(connection, usage.ages(now));
      Meters.RAISED.counter(meters).increment(missing);
      log.warn("The topic tells of {} units of {} that Redis did not know", missing, connection);
    }
  }

  private void publish(String connection, Limits own, Balance balance) {
    Instant now = times.now();
    Instant nextFreeAt = later(now, balance.nextFree());
    Instant frozenUntil = later(now, balance.frozen());
    Duration runsOut = balance.runsOut();
    Instant runsOutAt = runsOut == null ? null : now.plus(runsOut);
    gauge(connection, balance);
    var current =
        new Published(
            own,
            balance.spent(),
            balance.left(),
            balance.pace(),
            balance.foreign(),
            second(nextFreeAt),
            second(frozenUntil),
            runsOut == null ? null : runsOut.toMinutes() / 15);
    if (current.equals(published.get(connection))) {
      return;
    }
    var state =
        QuotaState.newBuilder()
            .setConnection(connection)
            .setPerSecond(own.perSecond())
            .setPerDay(own.perDay())
            .setSpent(balance.spent())
            .setLeft(balance.left())
            .setPace(balance.pace())
            .setForeign(balance.foreign())
            .setRunsOutAt(runsOutAt)
            .setControlSpent(balance.byClass().control())
            .setInteractiveSpent(balance.byClass().interactive())
            .setBackgroundSpent(balance.byClass().background())
            .setAt(now);
    if (nextFreeAt != null) {
      state.setNextFreeAt(nextFreeAt);
    }
    if (frozenUntil != null) {
      state.setFrozenUntil(frozenUntil);
      state.setFrozenBecause(balance.frozenForDay() ? "day" : "pause");
    }
    publisher.publish(state.build());
    published.put(connection, current);
  }

  private void gauge(String connection, Balance balance) {
    if (seen.put(connection, balance) == null && seen.size() <= MOST_GAUGES) {
      Supplier<Balance> latest = () -> seen.getOrDefault(connection, balance);
      Meters.LEFT.gauge(meters, () -> latest.get().left(), connection);
      Meters.PACE.gauge(meters, () -> latest.get().pace(), connection);
      Meters.FOREIGN.gauge(meters, () -> latest.get().foreign(), connection);
    }
  }

  private static @Nullable Instant later(Instant now, Duration after) {
    return after.isZero() ? null : now.plus(after);
  }

  private static @Nullable Long second(@Nullable Instant moment) {
    return moment == null ? null : moment.plusMillis(500).getEpochSecond();
  }
}
