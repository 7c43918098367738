package dev.gamelan.system;

import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An MCP client that makes one call, listens while it waits, and may hang up. */
final class McpWaiter implements AutoCloseable {
  private static final String MODERN = "2026-07-28";
  private static final String DATA = "data: ";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final String token;
  private final @Nullable String session;
  private @Nullable Iterator<String> messages;
  private @Nullable CompletableFuture<HttpResponse<String>> answer;

  private McpWaiter(Gateway gateway, String user, @Nullable String session) {
    this.endpoint = URI.create(gateway.mcpUrl());
    this.token = gateway.user(user).token();
    this.session = session;
  }

  static McpWaiter modern(Gateway gateway, String user) {
    return new McpWaiter(gateway, user, null);
  }

  static McpWaiter legacy(Gateway gateway, String user) throws IOException, InterruptedException {
    String begin =
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"a test\",\"version\":\"1\"}}}";
    try (McpWaiter greeting = new McpWaiter(gateway, user, "")) {
      var greeted =
          greeting.http.send(greeting.request(begin, null), HttpResponse.BodyHandlers.ofString());
      return new McpWaiter(
          gateway, user, greeted.headers().firstValue("Mcp-Session-Id").orElseThrow());
    }
  }

  /** Returns once the stream has begun. */
  void callAndListen(String tool, ObjectNode arguments) throws IOException, InterruptedException {
    Stream<String> lines =
        http.send(request(call(tool, arguments, true), tool), HttpResponse.BodyHandlers.ofLines())
            .body();
    messages = lines.filter(line -> line.startsWith(DATA)).iterator();
  }

  /** Waits for one answer in silence. */
  void call(String tool, ObjectNode arguments) {
    answer =
        http.sendAsync(
            request(call(tool, arguments, false), tool), HttpResponse.BodyHandlers.ofString());
  }

  JsonNode next() {
    if (messages == null) {
      throw new IllegalStateException("Nobody listens");
    }
    return JsonMapper.shared().readTree(messages.next().substring(DATA.length()));
  }

  boolean hasEnded() {
    return messages != null && !messages.hasNext();
  }

  /** The old era's way to cancel the call. */
  int cancelByName() throws IOException, InterruptedException {
    return http.send(
            request(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
                null),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private String call(String tool, ObjectNode arguments, boolean wantsProgress) {
    ObjectNode request = JsonMapper.shared().createObjectNode();
    request.put("jsonrpc", "2.0").put("id", 1).put("method", "tools/call");
    ObjectNode params = request.putObject("params").put("name", tool);
    params.set("arguments", arguments);
    ObjectNode meta = params.putObject("_meta");
    if (wantsProgress) {
      meta.put("progressToken", "p");
    }
    if (session == null) {
      meta.put("io.modelcontextprotocol/protocolVersion", MODERN);
      meta.putObject("io.modelcontextprotocol/clientCapabilities");
    }
    return request.toString();
  }

  private HttpRequest request(String body, @Nullable String tool) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (session == null && tool != null) {
      request
          .header("MCP-Protocol-Version", MODERN)
          .header("Mcp-Method", "tools/call")
          .header("Mcp-Name", tool);
    } else if (session != null && !session.isEmpty()) {
      request.header("Mcp-Session-Id", session);
    }
    return request.build();
  }

  @Override
  public void close() {
    hangUp();
  }

  void hangUp() {
    if (answer != null) {
      answer.cancel(true);
    }
    http.shutdownNow();
  }
}
