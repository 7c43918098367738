package dev.gamelan.gongcaller.connection;

import dev.gamelan.topics.FailureWithoutPayload;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks for tokens that are due, again and again. */
@Component
class RenewalClock implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(RenewalClock.class);

  private final Renewals renewals;
  private final ConsentProperties properties;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("consents-", 0).factory());
  private volatile boolean running;

  RenewalClock(Renewals renewals, ConsentProperties properties) {
    this.renewals = renewals;
    this.properties = properties;
  }

  @Override
  public void start() {
    running = true;
    long millis = properties.renewEvery().toMillis();
    var unused = worker.scheduleWithFixedDelay(this::renew, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void renew() {
    try {
      renewals.renewDue();
    } catch (RuntimeException problem) {
      log.warn("Tokens are renewed later", FailureWithoutPayload.of(problem));
    }
  }

  /** What is under way is let through: a renewal broken off is a consent lost. */
  @Override
  public void stop() {
    running = false;
    worker.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
