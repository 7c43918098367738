package dev.gamelan.gongcaller.verification;

import dev.gamelan.topics.FailureWithoutPayload;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks for writes that Gong is to be asked about, again and again. */
@Component
class VerificationClock implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(VerificationClock.class);

  private final Verifications verifications;
  private final VerificationProperties properties;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("verifications-", 0).factory());
  private volatile boolean running;

  VerificationClock(Verifications verifications, VerificationProperties properties) {
    this.verifications = verifications;
    this.properties = properties;
  }

  @Override
  public void start() {
    running = true;
    long millis = properties.lookEvery().toMillis();
    var unused = worker.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      verifications.askDue();
    } catch (RuntimeException problem) {
      log.warn("Writes are looked for later", FailureWithoutPayload.of(problem));
    }
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
}
