package dev.gamelan.toolrouter.mcp.stream;

import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes an outbox out: as JSON where the answer is the first thing in it, and otherwise as a
 * stream of server-sent events that is kept alive until the answer ends it.
 */
@Component
@EnableConfigurationProperties(StreamProperties.class)
public final class StreamWriter {
  private static final byte[] BEFORE = ascii("event: message\ndata: ");
  private static final byte[] AFTER = ascii("\n\n");
  private static final byte[] ALIVE = ascii(":\n\n");

  private final StreamProperties properties;

  StreamWriter(StreamProperties properties) {
    this.properties = properties;
  }

  public Outbox outbox() {
    return new Outbox(properties.buffer().toBytes());
  }

  /** Cancelled or failed where the client hangs up. */
  public Mono<Void> write(Outbox outbox, ServerHttpResponse response) {
    return outbox
        .messages()
        .switchOnFirst(
            (first, all) ->
                first.get() instanceof Outbox.Outgoing.Last(byte[] json, HttpStatus status)
                    ? all.then(answer(response, status, json))
                    : stream(response, all.map(outgoing -> event(outgoing.json()))))
        .then();
  }

  /** A stream from the first byte on, for clients that may hear nothing for long. */
  public Mono<Void> writeStream(Outbox outbox, ServerHttpResponse response) {
    Flux<byte[]> events = outbox.messages().map(outgoing -> event(outgoing.json()));
    return stream(response, events.startWith(ALIVE));
  }

  public static Mono<Void> answer(ServerHttpResponse response, HttpStatus status, byte[] json) {
    return Mono.defer(
        () -> {
          response.setStatusCode(status);
          response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
          response.getHeaders().setContentLength(json.length);
          return response.writeWith(Mono.just(response.bufferFactory().wrap(json)));
        });
  }

  private Mono<Void> stream(ServerHttpResponse response, Flux<byte[]> events) {
    response.setStatusCode(HttpStatus.OK);
    response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
    response.getHeaders().setCacheControl(CacheControl.noStore());
    response.getHeaders().set("X-Accel-Buffering", "no");
    return response.writeAndFlushWith(
        events
            .publish(
                shared ->
                    Flux.merge(
                        1,
                        shared,
                        Flux.interval(properties.keepAlive())
                            .onBackpressureDrop()
                            .map(tick -> ALIVE)
                            .takeUntilOther(shared.then())),
                1)
            .map(bytes -> Mono.just(response.bufferFactory().wrap(bytes))));
  }

  private static byte[] event(byte[] json) {
    byte[] event = new byte[BEFORE.length + json.length + AFTER.length];
    System.arraycopy(BEFORE, 0, event, 0, BEFORE.length);
    System.arraycopy(json, 0, event, BEFORE.length, json.length);
    System.arraycopy(AFTER, 0, event, BEFORE.length + json.length, AFTER.length);
    return event;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
