package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.toolrouter.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The calls this instance waits for: one map, entered before a command is published and left on
 * every ending.
 */
@Component
@EnableConfigurationProperties(DispatchProperties.class)
public final class PendingCalls {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Map<String, PendingCall> pending = new ConcurrentHashMap<>();
  private final DispatchProperties properties;
  private final Clock clock;
  private boolean closed;

  PendingCalls(DispatchProperties properties, MeterRegistry meters, Clock clock) {
    this.properties = properties;
    this.clock = clock;
    Meters.PENDING.gauge(meters, pending::size);
  }

  /** Whether a call may be waited for. */
  sealed interface Registration {
    record Registered(PendingCall call) implements Registration {}

    record Refused(Dispatched why) implements Registration {}
  }

  Registration register(String callId, String caller, String connection) {
    return register(callId, caller, connection, true);
  }

  /**
   * @param awaited whether a client waits for the ending
   */
  synchronized Registration register(
      String callId, String caller, String connection, boolean awaited) {
    if (closed) {
      return new Registration.Refused(new Dispatched.Stopping(false));
    }
    List<PendingCall> alike =
        pending.values().stream().filter(call -> call.awaited() == awaited).toList();
    if (awaited && alike.size() >= properties.pending()) {
      return tooMany("This instance waits for %,d calls already.", properties.pending());
    }
    long ofCaller = alike.stream().filter(call -> call.caller().equals(caller)).count();
    if (awaited && ofCaller >= properties.pendingPerCaller()) {
      return tooMany("You have %,d calls under way already.", properties.pendingPerCaller());
    }
    var call =
        new PendingCall(
            callId,
            caller,
            connection,
            clock.instant(),
            awaited,
            new CompletableFuture<>(),
            new CompletableFuture<>());
    pending.put(callId, call);
    return new Registration.Registered(call);
  }

  private Registration tooMany(String sentence, int limit) {
    return new Registration.Refused(
        new Dispatched.TooManyPending(sentence.formatted(limit), clock.instant().plus(SOON)));
  }

  @Nullable PendingCall find(String callId) {
    return pending.get(callId);
  }

  /** Nobody waits any more, whatever the reason. */
  void remove(PendingCall call) {
    pending.remove(call.callId());
    call.ending().complete(new Dispatched.NoAnswerYet());
  }

  /**
   * A kill switch stops what waits: gong-caller is told to let it go.
   *
   * @param everything whether it is the installation's, at which also those fail that Gong is being
   *     asked already; else only the connection's calls that still wait for their turn
   */
  void stop(String connection, boolean everything) {
    for (PendingCall call : pending.values()) {
      if (everything || call.connection().equals(connection)) {
        call.stop().complete(null);
        if (everything) {
          call.ending().complete(new Dispatched.Stopped(true));
        }
      }
    }
  }

  /** From now on nothing is registered; what clients still wait for is returned. */
  synchronized List<PendingCall> close() {
    closed = true;
    return pending.values().stream().filter(PendingCall::awaited).toList();
  }

  public boolean holds(String callId, String caller) {
    PendingCall call = pending.get(callId);
    return call != null && call.caller().equals(caller);
  }

  /** By caller, the calls of a connection that came after a moment and are still waited for. */
  public Map<String, Integer> since(String connection, Instant moment) {
    return pending.values().stream()
        .filter(call -> call.connection().equals(connection))
        .filter(call -> call.requestedAt().isAfter(moment))
        .collect(Collectors.groupingBy(PendingCall::caller, Collectors.summingInt(call -> 1)));
  }

  public int size() {
    return pending.size();
  }
}
