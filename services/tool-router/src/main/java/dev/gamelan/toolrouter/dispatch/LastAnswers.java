package dev.gamelan.toolrouter.dispatch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets a stopping instance give the answers it owes: no new calls, a little patience, and for the
 * rest word that their answers can be read elsewhere. Stops before the web server and before the
 * listeners do.
 */
@Component
final class LastAnswers implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LastAnswers.class);

  private final PendingCalls pending;
  private final DispatchProperties properties;
  private volatile boolean running;

  LastAnswers(PendingCalls pending, DispatchProperties properties) {
    this.pending = pending;
    this.properties = properties;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    List<PendingCall> owed = pending.close();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            owed.stream().map(PendingCall::ending).toArray(CompletableFuture[]::new));
    try {
      all.get(properties.stopPatience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      log.info("Stopping although calls are still under way; their answers can be read by id");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    owed.forEach(call -> call.ending().complete(new Dispatched.Stopping(true)));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
