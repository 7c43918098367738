package dev.gamelan.schemas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A registry that remembers what it was asked and fails as it is told. */
final class StubRegistry implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<@Nullable String> authorizations = new ArrayList<>();
  volatile int fail;
  volatile int failures;
  volatile String failure = "{\"error_code\":50001,\"message\":\"the store is away\"}";

  private final List<String> schemas = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  StubRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  Map<String, Object> configuration() {
    return Map.of(
        RegistrySettings.URL, "http://localhost:" + server.getAddress().getPort() + "/api/");
  }

  SchemaRegistry client(InstantSource clock) {
    return new SchemaRegistry(
        new RegistryClient(RegistrySettings.of(configuration()).orElseThrow()), clock);
  }

  void failNext(int status, int times) {
    fail = status;
    failures = times;
  }

  void know(String schema) {
    schemas.add(schema);
  }

  List<String> schemas() {
    return schemas;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path);
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    if (failures > 0) {
      failures--;
      respond(exchange, fail, failure);
    } else if (exchange.getRequestMethod().equals("POST")) {
      String schema =
          JSON.readTree(exchange.getRequestBody().readAllBytes()).path("schema").asString();
      if (!schemas.contains(schema)) {
        schemas.add(schema);
      }
      respond(exchange, 200, "{\"id\":%d}".formatted(schemas.indexOf(schema) + 1));
    } else {
      int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
      if (id < 1 || id > schemas.size()) {
        respond(exchange, 404, "{\"error_code\":40403,\"message\":\"no such schema\"}");
      } else {
        respond(
            exchange, 200, JSON.createObjectNode().put("schema", schemas.get(id - 1)).toString());
      }
    }
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
