package dev.gamelan.topics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The way to the registry, which a test can count on and close. */
final class RegistryGate implements AutoCloseable {
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile boolean open = true;

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final String registry;

  RegistryGate(String registry) throws IOException {
    this.registry = registry;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::pass);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private void pass(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    asked.add(method + " " + path);
    try (exchange) {
      if (!open) {
        return;
      }
      var response =
          http.send(
              HttpRequest.newBuilder(URI.create(registry + path))
                  .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                  .method(method, BodyPublishers.ofByteArray(body))
                  .build(),
              BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(response.statusCode(), response.body().length);
      exchange.getResponseBody().write(response.body());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
