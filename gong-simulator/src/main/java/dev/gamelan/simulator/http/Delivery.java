package dev.gamelan.simulator.http;

import dev.gamelan.simulator.faults.Fault;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Puts a reply on the wire, whole or as the fault in force has it. */
final class Delivery {
  private static final int CHUNK = 64 * 1024;

  private Delivery() {}

  static Mono<Void> send(
      ServerHttpResponse response, @Nullable Reply reply, @Nullable Fault fault) {
    if (reply == null || fault instanceof Fault.ResetAfter) {
      return Mono.defer(() -> reset(response));
    }
    return switch (fault) {
      case Fault.SlowDrip drip -> {
        prepare(response, reply);
        response.getHeaders().setContentLength(reply.body().length);
        yield response.writeAndFlushWith(
            chunks(response, reply.body(), drip.bytes())
                .delayElements(drip.every())
                .map(Mono::just));
      }
      case Fault.HugeBody huge -> {
        prepare(response, reply);
        yield response.writeWith(huge(response, huge.megabytes()));
      }
      case Fault.MalformedJson() -> {
        int half = Math.max(1, reply.body().length / 2);
        yield whole(response, reply.with(Arrays.copyOf(reply.body(), half)));
      }
      case null, default -> whole(response, reply);
    };
  }

  private static Mono<Void> whole(ServerHttpResponse response, Reply reply) {
    prepare(response, reply);
    response.getHeaders().setContentLength(reply.body().length);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(reply.body())));
  }

  private static void prepare(ServerHttpResponse response, Reply reply) {
    response.setStatusCode(HttpStatusCode.valueOf(reply.status()));
    response.getHeaders().setContentType(reply.type());
    reply.headers().forEach(response.getHeaders()::set);
  }

  private static Flux<DataBuffer> chunks(ServerHttpResponse response, byte[] body, int size) {
    return Flux.range(0, Math.ceilDiv(body.length, size))
        .map(
            index -> {
              int from = index * size;
              byte[] chunk = Arrays.copyOfRange(body, from, Math.min(body.length, from + size));
              return response.bufferFactory().wrap(chunk);
            });
  }

  private static Flux<DataBuffer> huge(ServerHttpResponse response, int megabytes) {
    byte[] filler = "x".repeat(CHUNK).getBytes(StandardCharsets.US_ASCII);
    Flux<byte[]> parts =
        Flux.just("{\"filler\":\"".getBytes(StandardCharsets.US_ASCII))
            .concatWith(Flux.range(0, megabytes * 1024 * 1024 / CHUNK).map(index -> filler))
            .concatWithValues("\"}".getBytes(StandardCharsets.US_ASCII));
    return parts.map(part -> response.bufferFactory().wrap(part));
  }

  /** A zero linger makes the close a reset. The answer never ends; the connection does. */
  private static Mono<Void> reset(ServerHttpResponse response) {
    HttpServerResponse wire = AbstractServerHttpResponse.class.cast(response).getNativeResponse();
    wire.withConnection(
        connection -> {
          Channel channel = connection.channel();
          channel
              .eventLoop()
              .execute(
                  () -> {
                    channel.config().setOption(ChannelOption.SO_LINGER, 0);
                    channel.unsafe().close(channel.voidPromise());
                  });
        });
    return Mono.never();
  }
}
