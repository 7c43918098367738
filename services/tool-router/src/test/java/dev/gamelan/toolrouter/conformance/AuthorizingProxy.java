package dev.gamelan.toolrouter.conformance;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Passes requests on to one router after the other with a token that the suite cannot send, and all
 * else as it is: Host and Origin too.
 */
final class AuthorizingProxy implements AutoCloseable {
  private final HttpClient client = HttpClient.newConnection();
  private final AtomicInteger turn = new AtomicInteger();
  private final List<String> routers;
  private final String token;
  private final DisposableServer server;

  AuthorizingProxy(String token, List<String> routers) {
    this.token = token;
    this.routers = routers;
    this.server = HttpServer.create().host("localhost").port(0).handle(this::pass).bindNow();
  }

  String url() {
    return "http://localhost:" + server.port();
  }

  private Publisher<Void> pass(HttpServerRequest request, HttpServerResponse response) {
    String router = routers.get(Math.floorMod(turn.getAndIncrement(), routers.size()));
    return client
        .headers(
            headers ->
                headers.set(request.requestHeaders()).set("Authorization", "Bearer " + token))
        .request(request.method())
        .uri(router + request.uri())
        .send(request.receive().retain())
        .response(
            (answer, body) -> {
              response.status(answer.status()).headers(answer.responseHeaders());
              return response.send(body.retain(), each -> true);
            });
  }

  @Override
  public void close() {
    server.disposeNow();
  }
}
