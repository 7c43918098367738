package dev.gamelan.toolrouter.mcp.change;

import dev.gamelan.schemas.EdgeSignal;
import dev.gamelan.schemas.EdgeSignalled;
import dev.gamelan.toolrouter.Meters;
import dev.gamelan.toolrouter.mcp.session.SessionNotes;
import dev.gamelan.toolrouter.mcp.signal.SignalHearer;
import dev.gamelan.toolrouter.mcp.stream.Outbox;
import dev.gamelan.toolrouter.mcp.stream.StreamProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The clients that listen at this instance. Who does not keep up is hung up on: to come again is
 * better than to miss something. When the instance stops they are let go first.
 */
@Component
public final class ChangeStreams implements SignalHearer, SmartLifecycle {
  public static final String META_SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

  private final Set<Open> open = ConcurrentHashMap.newKeySet();
  private final SessionNotes sessions;
  private final StreamProperties properties;
  private final JsonMapper mapper;
  private volatile boolean running;

  /** A stream that is listened on, until it is closed. */
  public final class Open implements AutoCloseable {
    private final ChangeStream stream;
    private final Outbox outbox;
    private final Runnable letGo;

    private Open(ChangeStream stream, Outbox outbox, Runnable letGo) {
      this.stream = stream;
      this.outbox = outbox;
      this.letGo = letGo;
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }

  ChangeStreams(
      SessionNotes sessions, StreamProperties properties, JsonMapper mapper, MeterRegistry meters) {
    Meters.LISTENING.gauge(meters, open::size);
    this.sessions = sessions;
    this.properties = properties;
    this.mapper = mapper;
  }

  /**
   * Null where too many are listening.
   *
   * @param welcome puts what has to come first into the outbox
   * @param letGo ends the stream in good order
   */
  public synchronized @Nullable Open listen(
      ChangeStream stream, Outbox outbox, Runnable welcome, Runnable letGo) {
    String caller = stream.caller();
    long ofCaller = open.stream().filter(one -> one.stream.caller().equals(caller)).count();
    if (!running
        || open.size() >= properties.listening()
        || ofCaller >= properties.listeningPerCaller()) {
      return null;
    }
    Open opened = new Open(stream, outbox, letGo);
    welcome.run();
    open.add(opened);
    return opened;
  }

  @Override
  public void heard(EdgeSignalled signalled) {
    if (signalled.getSignal() == EdgeSignal.SESSION_ENDED) {
      endStreamsOf(signalled.getSession());
      return;
    }
    for (Open listening : open) {
      notify(listening, signalled.getSignal(), signalled.getSubject());
    }
  }

  /** Tells these callers, as far as they listen here, that all that is listed may have changed. */
  void changed(Predicate<String> callers) {
    for (Open listening : open) {
      if (callers.test(listening.stream.caller())) {
        for (Change change : Change.values()) {
          notify(listening, change.signal(), "");
        }
      }
    }
  }

  private void notify(Open listening, EdgeSignal signal, String subject) {
    byte[] notification = notification(signal, subject, listening.stream);
    if (notification != null && !listening.outbox.send(notification)) {
      listening.outbox.end();
    }
  }

  /** Whether anybody here wants to hear of a task. */
  public boolean follow(String callId) {
    return open.stream().anyMatch(listening -> follows(listening, callId));
  }

  /** Tells those who want to hear of a task. */
  public void tell(String callId, Function<ChangeStream.Subscription, byte[]> notification) {
    for (Open listening : open) {
      if (follows(listening, callId)
          && listening.stream instanceof ChangeStream.Subscription subscription
          && !listening.outbox.send(notification.apply(subscription))) {
        listening.outbox.end();
      }
    }
  }

  private static boolean follows(Open listening, String callId) {
    return listening.stream instanceof ChangeStream.Subscription subscription
        && subscription.tasks().containsKey(callId);
  }

  private void endStreamsOf(String session) {
    for (Open listening : open) {
      if (listening.stream instanceof ChangeStream.OfSession(var own) && own.id().equals(session)) {
        listening.letGo.run();
      }
    }
  }

  private byte @Nullable [] notification(EdgeSignal signal, String subject, ChangeStream stream) {
    Change change = Change.of(signal).orElse(null);
    String resource = signal == EdgeSignal.RESOURCE_UPDATED ? subject : null;
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    if (resource != null) {
      params.put("uri", resource);
    }
    boolean wanted =
        switch (stream) {
          case ChangeStream.Subscription(
                  var caller,
                  var id,
                  var lists,
                  var resources,
                  var tasks) -> {
            params.putObject("_meta").set(META_SUBSCRIPTION, id);
            yield change != null
                ? lists.contains(change)
                : resource != null && resources.contains(resource);
          }
          case ChangeStream.OfSession(var session) ->
              change != null || (resource != null && sessions.follows(session.id(), resource));
        };
    if (!wanted) {
      return null;
    }
    ObjectNode notification = JsonNodeFactory.instance.objectNode();
    notification.put("jsonrpc", "2.0");
    notification.put(
        "method", change == null ? "notifications/resources/updated" : change.method());
    notification.set("params", params);
    return mapper.writeValueAsBytes(notification);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    synchronized (this) {
      running = false;
    }
    List.copyOf(open).forEach(listening -> listening.letGo.run());
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
