package dev.gamelan.toolrouter.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One HTTP request as raw as a client may send it. */
public final class McpPost {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  public static final String MODERN = "2026-07-28";

  private final String url;
  private final Map<String, String> headers = new LinkedHashMap<>();

  /** An answer: its status, headers, and its body read as JSON where it is some. */
  public record Reply(int status, Map<String, String> headers, String text, JsonNode json) {}

  private McpPost(String url) {
    this.url = url;
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
    headers.put("Authorization", "Bearer " + RunningRouter.READER);
  }

  public static McpPost to(String url) {
    return new McpPost(url);
  }

  /** With the headers that the modern era wants. */
  public static McpPost modern(String baseUrl, String method, @Nullable String name) {
    McpPost post =
        new McpPost(baseUrl + "/mcp")
            .with("MCP-Protocol-Version", MODERN)
            .with("Mcp-Method", method);
    return name == null ? post : post.with("Mcp-Name", name);
  }

  public McpPost as(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public McpPost with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public McpPost without(String header) {
    headers.remove(header);
    return this;
  }

  public Reply send(String body) {
    return send("POST", HttpRequest.BodyPublishers.ofString(body));
  }

  public Reply send(String method, HttpRequest.BodyPublisher body) {
    return sendAsync(method, body).join();
  }

  public CompletableFuture<Reply> sendAsync(String body) {
    return sendAsync("POST", HttpRequest.BodyPublishers.ofString(body));
  }

  private CompletableFuture<Reply> sendAsync(String method, HttpRequest.BodyPublisher body) {
    return CLIENT
        .sendAsync(request(method, body), HttpResponse.BodyHandlers.ofString())
        .thenApply(McpPost::reply);
  }

  /** To be sent by someone else, such as a reader of streams. */
  public HttpRequest post(String body) {
    return request("POST", HttpRequest.BodyPublishers.ofString(body));
  }

  public HttpRequest get() {
    return request("GET", HttpRequest.BodyPublishers.noBody());
  }

  private HttpRequest request(String method, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    headers.forEach(request::setHeader);
    return request.build();
  }

  private static Reply reply(HttpResponse<String> response) {
    Map<String, String> received = new LinkedHashMap<>();
    response.headers().map().forEach((name, values) -> received.put(name, values.getFirst()));
    String text = response.body();
    boolean json = received.getOrDefault("content-type", "").contains("json");
    return new Reply(
        response.statusCode(), received, text, json ? MAPPER.readTree(text) : MAPPER.missingNode());
  }

  /** A modern request's text. */
  public static String request(String method, String params) {
    String inner = params.isBlank() ? "" : params + ", ";
    return """
        {"jsonrpc": "2.0", "id": 7, "method": "%s", "params": {%s"_meta": {
          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientInfo": {"name": "a test", "version": "1"},
          "io.modelcontextprotocol/clientCapabilities": {}}}}
        """
        .formatted(method, inner);
  }

  /** A legacy request's text. */
  public static String legacy(String method, String params) {
    return "{\"jsonrpc\": \"2.0\", \"id\": \"a\", \"method\": \"%s\", \"params\": {%s}}"
        .formatted(method, params);
  }
}
