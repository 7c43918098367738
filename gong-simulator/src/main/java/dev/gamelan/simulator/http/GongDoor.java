package dev.gamelan.simulator.http;

import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.simulator.arrivals.ArrivalLog;
import dev.gamelan.simulator.arrivals.Moments;
import dev.gamelan.simulator.facts.OperationFacts;
import dev.gamelan.simulator.faults.Fault;
import dev.gamelan.simulator.faults.Faults;
import dev.gamelan.simulator.quota.Quota;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes each request for Gong: notes its arrival, draws its fate, has it answered, logs its end.
 */
@Component
class GongDoor {
  private static final String UNKNOWN = "unknown";

  private final Moments moments;
  private final ArrivalLog log;
  private final Quota quota;
  private final Faults faults;
  private final Routes routes;
  private final Reception reception;
  private final Replies replies;
  private final Credentials credentials;
  private final int maxBody;

  GongDoor(
      Moments moments,
      ArrivalLog log,
      Quota quota,
      Faults faults,
      Routes routes,
      Reception reception,
      Replies replies,
      Credentials credentials,
      HttpProperties properties) {
    this.moments = moments;
    this.log = log;
    this.quota = quota;
    this.faults = faults;
    this.routes = routes;
    this.reception = reception;
    this.replies = replies;
    this.credentials = credentials;
    this.maxBody = Math.toIntExact(properties.maxBody().toBytes());
  }

  Mono<Void> open(ServerHttpRequest request, ServerHttpResponse response) {
    long moment = moments.now();
    long number = log.arrive(moment);
    long secondsToWait = quota.arrive(moment);
    return DataBufferUtils.join(request.getBody(), maxBody)
        .map(GongDoor::bytes)
        .defaultIfEmpty(new byte[0])
        .flatMap(body -> answer(visit(request, number, moment, body), secondsToWait, response))
        .onErrorResume(
            DataBufferLimitException.class,
            tooLarge -> {
              response.setRawStatusCode(413);
              return response.setComplete();
            });
  }

  private Mono<Void> answer(Visit visit, long secondsToWait, ServerHttpResponse response) {
    Routes.Direction direction = routes.find(visit.method(), visit.path());
    OperationFacts operation =
        direction instanceof Routes.Found found ? found.route().facts() : null;
    Faults.Fate fate = faults.draw(operation == null ? UNKNOWN : operation.name());
    Reply instead = Instead.of(fate.fault(), visit, replies);
    boolean reached = instead == null && !(fate.fault() instanceof Fault.ResetBefore);
    Credentials.Admission admission = credentials.admit(visit);
    Reply reply =
        reached
            ? replies.of(reception.receive(visit, admission, direction, secondsToWait))
            : instead;
    log.end(ended(visit, admission, operation, fate, reply, reached));
    // The delay comes after the work: whoever stops waiting cannot undo a write.
    Duration delay = reply == null ? fate.delay() : fate.delay().plus(reply.delay());
    Mono<Void> sending = Delivery.send(response, reply, fate.fault());
    return delay.isZero() ? sending : Mono.delay(delay).then(sending);
  }

  private Arrival ended(
      Visit visit,
      Credentials.Admission admission,
      @Nullable OperationFacts operation,
      Faults.Fate fate,
      @Nullable Reply reply,
      boolean reached) {
    boolean writes = operation != null && operation.changesData();
    int status = reply == null || fate.fault() instanceof Fault.ResetAfter ? 0 : reply.status();
    return new Arrival(
        visit.number(),
        visit.moment(),
        operation == null ? UNKNOWN : operation.name(),
        visit.method() + ' ' + visit.target(),
        status,
        admission instanceof Credentials.LetIn in ? in.grant().name() : null,
        writes ? BodyDigest.of(visit) : null,
        writes && reached && reply != null && reply.isOk(),
        fate.name(),
        visit.headers().getFirst("traceparent"));
  }

  private static Visit visit(ServerHttpRequest request, long number, long moment, byte[] body) {
    InetSocketAddress remote = request.getRemoteAddress();
    return new Visit(
        number,
        moment,
        request.getMethod().name(),
        request.getURI().getPath(),
        request.getURI().getRawQuery(),
        request.getQueryParams().toSingleValueMap(),
        request.getHeaders(),
        remote == null ? "" : remote.getAddress().getHostAddress(),
        body);
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }
}
