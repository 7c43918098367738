package dev.gamelan.toolrouter.client;

import dev.gamelan.topics.FailureWithoutPayload;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Looks every hour for clients that are to be forgotten. */
@Component
final class Forgetting implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Forgetting.class);
  private static final Duration EVERY = Duration.ofHours(1);

  private final ClientRecords clients;
  private final Scheduler blocking;
  private volatile @org.jspecify.annotations.Nullable Disposable running;

  Forgetting(ClientRecords clients, Scheduler blocking) {
    this.clients = clients;
    this.blocking = blocking;
  }

  @Override
  public void start() {
    running =
        Flux.interval(EVERY).onBackpressureDrop().publishOn(blocking).subscribe(hour -> look());
  }

  private void look() {
    try {
      clients.forget();
    } catch (RuntimeException problem) {
      log.warn("No client was forgotten", FailureWithoutPayload.of(problem));
    }
  }

  @Override
  public void stop() {
    Disposable looking = running;
    if (looking != null) {
      looking.dispose();
      running = null;
    }
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }
}
