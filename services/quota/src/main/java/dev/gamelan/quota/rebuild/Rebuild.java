package dev.gamelan.quota.rebuild;

import dev.gamelan.quota.Meters;
import dev.gamelan.quota.limits.LimitsBook;
import dev.gamelan.quota.permit.Attempt;
import dev.gamelan.quota.permit.Ledger;
import dev.gamelan.quota.permit.RedisAwayException;
import dev.gamelan.quota.time.Times;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Restores what Redis lost: waits until no permit of before can be in use, counts what the topic
 * tells, and only then lets permits be granted again. Instances need not agree on who does it: the
 * first to restore a connection wins, and the others find it restored.
 */
@Component("rebuild")
final class Rebuild implements SmartLifecycle, HealthIndicator {
  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
  private static final long PAUSE_MILLIS = 100;
  private static final int AT_ONCE = 16;

  /** The ledger's 289 slots and the slot that is running. */
  private static final Duration COUNTED = Duration.ofMinutes(290 * 5);

  private final Ledger ledger;
  private final PastAttemptsListener history;
  private final LimitsBook limits;
  private final RebuildProperties properties;
  private final Times times;
  private final MeterRegistry meters;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("rebuild").factory());
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean running;
  private volatile boolean looked;
  private volatile String obstacle = "";

  Rebuild(
      Ledger ledger,
      PastAttemptsListener history,
      LimitsBook limits,
      RebuildProperties properties,
      Times times,
      MeterRegistry meters) {
    this.ledger = ledger;
    this.history = history;
    this.limits = limits;
    this.properties = properties;
    this.times = times;
    this.meters = meters;
    Meters.LOST.gauge(meters, () -> ledger.lost().size());
  }

  @Override
  public void start() {
    running = true;
    var unused =
        worker.scheduleWithFixedDelay(this::restore, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    worker.shutdownNow();
    workers.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void restore() {
    try {
      if (!looked) {
        properties.atStart().forEach(ledger::prepare);
        looked = true;
      }
      List<String> settled =
          ledger.lost().entrySet().stream()
              .filter(lost -> lost.getValue().compareTo(limits.of(lost.getKey()).settled()) >= 0)
              .map(Map.Entry::getKey)
              .toList();
      if (!settled.isEmpty()) {
        restore(settled);
      }
    } catch (PastAttemptsListener.UnreadableException unread) {
      meet("what was sent cannot be read from Kafka", String.valueOf(unread.getMessage()));
    } catch (RedisAwayException away) {
      meet("Redis does not answer", "");
    } catch (RuntimeException unforeseen) {
      log.error("Restoring fails", unforeseen);
      meet("restoring fails: " + unforeseen.getClass().getSimpleName(), "");
    }
  }

  /** Many at a time: each is a trip to Redis, and as many may be lost as there are connections. */
  private void restore(List<String> connections) {
    Map<String, List<Attempt>> attempts = history.since(times.cautiousNow().minus(COUNTED));
    Iterator<String> left = connections.iterator();
    List<CompletableFuture<Boolean>> hands =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> restore(left, attempts), workers))
            .limit(Math.min(AT_ONCE, connections.size()))
            .toList();
    try {
      CompletableFuture.allOf(hands.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException problem ? problem : failed;
    }
    if (hands.stream().allMatch(CompletableFuture::join)) {
      obstacle = "";
    } else {
      meet("the clocks of quota and of Redis disagree", "");
    }
  }

  /** One after the other, while there are some left; false where the clocks disagree. */
  private boolean restore(Iterator<String> left, Map<String, List<Attempt>> attempts) {
    boolean agree = true;
    for (String connection = next(left); connection != null; connection = next(left)) {
      List<Attempt> own = attempts.getOrDefault(connection, List.of());
      if (ledger.restore(connection, own)) {
        Meters.REBUILDS.counter(meters).increment();
        log.info("Restored {} from {} attempts of the last day", connection, own.size());
      } else {
        agree = false;
      }
    }
    return agree;
  }

  private static @Nullable String next(Iterator<String> left) {
    synchronized (left) {
      return left.hasNext() ? left.next() : null;
    }
  }

  private void meet(String problem, String cause) {
    if (!problem.equals(obstacle)) {
      log.warn("Nothing is granted for lost connections: {} {}", problem, cause);
      obstacle = problem;
    }
  }

  /** Down while a connection is lost that was to be ready from the start; others are told of. */
  @Override
  public Health health() {
    Map<String, Duration> lost = ledger.lost();
    boolean ready = looked && properties.atStart().stream().noneMatch(lost::containsKey);
    Health.Builder health = ready ? Health.up() : Health.down();
    if (!looked) {
      health.withDetail("missing", "Redis was not asked yet");
    }
    if (!lost.isEmpty()) {
      String names = lost.keySet().stream().sorted().limit(10).collect(Collectors.joining(", "));
      health.withDetail("missing", "the count of " + names);
      health.withDetail(
          "reason", obstacle.isEmpty() ? "permits of before may still be in use" : obstacle);
    }
    return health.build();
  }
}
