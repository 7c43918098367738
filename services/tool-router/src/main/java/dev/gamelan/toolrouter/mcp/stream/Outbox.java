package dev.gamelan.toolrouter.mcp.stream;

import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * What waits to go out to one client, in order. Bounded for clients that do not keep up, but for
 * the last message, for which there is always room.
 */
public final class Outbox {
  private final Sinks.Many<Outgoing> sink = Sinks.many().unicast().onBackpressureBuffer();
  private final long limit;
  private long waiting;
  private boolean ended;

  public Outbox(long limit) {
    this.limit = limit;
  }

  /** A message as it goes out. */
  sealed interface Outgoing {
    byte[] json();

    /** Others follow. */
    record Message(byte[] json) implements Outgoing {}

    /**
     * The answer itself.
     *
     * @param status where it is the only message
     */
    record Last(byte[] json, HttpStatus status) implements Outgoing {}
  }

  /** False where it does not go out: the client does not keep up, or is gone. */
  public synchronized boolean send(byte[] json) {
    if (ended || waiting + json.length > limit) {
      return false;
    }
    waiting += json.length;
    return sink.tryEmitNext(new Outgoing.Message(json)).isSuccess();
  }

  public synchronized void finish(byte[] json, HttpStatus status) {
    if (!ended) {
      sink.tryEmitNext(new Outgoing.Last(json, status));
      end();
    }
  }

  /** Nothing more goes out, not even an answer. */
  public synchronized void end() {
    if (!ended) {
      ended = true;
      sink.tryEmitComplete();
    }
  }

  /** To be subscribed to once. */
  Flux<Outgoing> messages() {
    return sink.asFlux().doOnNext(this::gone);
  }

  private synchronized void gone(Outgoing outgoing) {
    if (outgoing instanceof Outgoing.Message(byte[] json)) {
      waiting -= json.length;
    }
  }
}
