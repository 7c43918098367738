package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.schemas.EdgeSignal;
import dev.gamelan.schemas.EdgeSignalled;
import dev.gamelan.toolrouter.mcp.session.Seals;
import dev.gamelan.toolrouter.mcp.signal.SignalHearer;
import dev.gamelan.toolrouter.mcp.signal.Signals;
import dev.gamelan.topics.FailureWithoutPayload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Lets a state count once among all instances. Who wants to spend it says so on the topic, and
 * reads on until the own record comes: the first record of a state has spent it, for everyone.
 * Where the topic does not tell in time, nothing is spent.
 */
@Component
public final class SpentStates implements SignalHearer {
  private static final Logger log = LoggerFactory.getLogger(SpentStates.class);
  private static final Duration TOPIC = Duration.ofSeconds(5);

  private final LinkedHashMap<String, Winner> winners = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<Boolean>> attempts = new ConcurrentHashMap<>();
  private final Signals signals;
  private final QuestionProperties properties;
  private final Scheduler blocking;
  private final Clock clock;

  private record Winner(String attempt, Instant at) {}

  SpentStates(Signals signals, QuestionProperties properties, Scheduler blocking, Clock clock) {
    this.signals = signals;
    this.properties = properties;
    this.blocking = blocking;
    this.clock = clock;
  }

  /**
   * False where it was spent before, or where that cannot be told.
   *
   * @param state what the state was sealed with; older ones than the patience are not asked for
   */
  Mono<Boolean> spend(String caller, String state) {
    return Mono.defer(
            () -> {
              if (full()) {
                return Mono.just(false);
              }
              String attempt = Seals.unguessable();
              CompletableFuture<Boolean> won = new CompletableFuture<>();
              attempts.put(attempt, won);
              return Mono.fromRunnable(() -> signals.spent(caller, state, attempt))
                  .then(Mono.fromFuture(won, true))
                  .timeout(TOPIC)
                  .doFinally(signal -> attempts.remove(attempt));
            })
        .subscribeOn(blocking)
        .onErrorResume(
            problem -> {
              log.warn("A confirmation was not taken", FailureWithoutPayload.of(problem));
              return Mono.just(false);
            })
        .publishOn(blocking);
  }

  @Override
  public void heard(EdgeSignalled signalled) {
    if (signalled.getSignal() != EdgeSignal.STATE_SPENT) {
      return;
    }
    boolean first = isFirst(signalled);
    CompletableFuture<Boolean> own = attempts.get(signalled.getAttempt());
    if (own != null) {
      own.complete(first);
    }
  }

  private synchronized boolean isFirst(EdgeSignalled signalled) {
    forgetTheOld();
    Winner winner =
        winners.computeIfAbsent(
            signalled.getSubject(),
            subject -> new Winner(signalled.getAttempt(), signalled.getAt()));
    return winner.attempt().equals(signalled.getAttempt());
  }

  private synchronized boolean full() {
    forgetTheOld();
    return winners.size() >= properties.spent();
  }

  /** Twice the patience, for clocks that differ. */
  private void forgetTheOld() {
    Instant oldest = clock.instant().minus(properties.patience().multipliedBy(2));
    Iterator<Winner> oldestFirst = winners.values().iterator();
    while (oldestFirst.hasNext() && oldestFirst.next().at().isBefore(oldest)) {
      oldestFirst.remove();
    }
  }
}
