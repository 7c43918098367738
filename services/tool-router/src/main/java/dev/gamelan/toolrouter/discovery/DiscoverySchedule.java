package dev.gamelan.toolrouter.discovery;

import dev.gamelan.schemas.ConnectionStanding;
import dev.gamelan.schemas.ConnectionState;
import dev.gamelan.toolrouter.connected.ConnectionsSeen;
import dev.gamelan.toolrouter.governance.ClientsSeen;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import dev.gamelan.topics.FailureWithoutPayload;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Discovers at the start, when a connection is new or has changed, and every so often. */
@Component
@EnableConfigurationProperties(DiscoveryProperties.class)
final class DiscoverySchedule implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(DiscoverySchedule.class);

  private final Discovery discovery;
  private final ClientsSeen clients;
  private final ToolCalls calls;
  private final DiscoveryProperties properties;
  private final ExecutorService blocking;
  private volatile boolean running;
  private @Nullable Thread looking;

  DiscoverySchedule(
      Discovery discovery,
      ClientsSeen clients,
      ToolCalls calls,
      ConnectionsSeen connections,
      DiscoveryProperties properties,
      ExecutorService blocking) {
    this.discovery = discovery;
    this.clients = clients;
    this.calls = calls;
    this.properties = properties;
    this.blocking = blocking;
    connections.tell(this::changed);
  }

  private void changed(ConnectionState state) {
    if (running && state.getStanding() != ConnectionStanding.DELETED) {
      blocking.execute(() -> safely(discovery::lookAgain, state.getConnection()));
    }
  }

  @Override
  public void start() {
    running = true;
    looking = Thread.ofVirtual().name("discovery").start(this::look);
  }

  private void look() {
    try {
      calls.connections().forEach(connection -> safely(discovery::discover, connection));
      while (running) {
        Thread.sleep(properties.every());
        calls.connections().forEach(connection -> safely(discovery::lookAgain, connection));
        safely(ignored -> clients.lookAfterTheIdle(), "");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static void safely(Consumer<String> work, String connection) {
    try {
      work.accept(connection);
    } catch (RuntimeException bug) {
      log.error("A discovery failed", FailureWithoutPayload.of(bug));
    }
  }

  @Override
  public void stop() {
    running = false;
    Thread thread = looking;
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the log is read. */
  @Override
  public int getPhase() {
    return 100;
  }
}
