package dev.gamelan.toolrouter.mcp.stream;

import dev.gamelan.schemas.EdgeSignal;
import dev.gamelan.schemas.EdgeSignalled;
import dev.gamelan.toolrouter.Meters;
import dev.gamelan.toolrouter.mcp.signal.SignalHearer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The requests of sessions that this instance is answering, by which a session may cancel its own
 * ones wherever the cancellation arrives.
 */
@Component
public final class RunningRequests implements SignalHearer {
  private final Map<Key, Runnable> running = new ConcurrentHashMap<>();

  RunningRequests(MeterRegistry meters) {
    Meters.RUNNING.gauge(meters, running::size);
  }

  private record Key(String caller, String session, String request) {}

  /**
   * The older one of two requests with one id can be cancelled.
   *
   * @param request the id as JSON
   */
  public void began(String caller, String session, String request, Runnable cancel) {
    running.putIfAbsent(new Key(caller, session, request), cancel);
  }

  public void ended(String caller, String session, String request, Runnable cancel) {
    running.remove(new Key(caller, session, request), cancel);
  }

  /** False where no such request is running here. */
  public boolean cancel(String caller, String session, String request) {
    Runnable cancel = running.remove(new Key(caller, session, request));
    if (cancel == null) {
      return false;
    }
    cancel.run();
    return true;
  }

  @Override
  public void heard(EdgeSignalled signalled) {
    if (signalled.getSignal() == EdgeSignal.REQUEST_CANCELLED) {
      cancel(signalled.getCaller(), signalled.getSession(), signalled.getSubject());
    }
  }
}
