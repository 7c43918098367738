package dev.gamelan.local.client;

import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a running installation over HTTP, as any other program or MCP client would. */
public final class GatewayClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String MCP_REVISION = "2026-07-28";

  private final Gateway gateway;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public GatewayClient(Gateway gateway) {
    this.gateway = gateway;
  }

  /** One HTTP answer; {@code body} is what JSON it held. */
  public record Answer(int status, JsonNode body) {}

  public Answer callTool(Gateway.User user, String tool, JsonNode arguments) throws IOException {
    ObjectNode call = JSON.createObjectNode().put("tool", tool);
    call.set("arguments", arguments);
    return post(gateway.adminUrl() + "/v1/tool-calls", user.token(), call, Map.of());
  }

  /** Sends one request of MCP's current revision. */
  public Answer mcp(Gateway.User user, String method, ObjectNode parameters, String name)
      throws IOException {
    ObjectNode meta = parameters.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", MCP_REVISION);
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    meta.putObject("io.modelcontextprotocol/clientInfo")
        .put("name", "gamelan-terminal")
        .put("version", "1");
    ObjectNode request =
        JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    request.set("params", parameters);
    Map<String, String> headers =
        name.isEmpty()
            ? Map.of("MCP-Protocol-Version", MCP_REVISION, "Mcp-Method", method)
            : Map.of("MCP-Protocol-Version", MCP_REVISION, "Mcp-Method", method, "Mcp-Name", name);
    return post(gateway.mcpUrl(), user.token(), request, headers);
  }

  public Answer get(String url, String token) throws IOException {
    return send(request(url, token, Map.of()).GET().build());
  }

  private Answer post(String url, String token, JsonNode body, Map<String, String> headers)
      throws IOException {
    return send(
        request(url, token, headers)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private static HttpRequest.Builder request(
      String url, String token, Map<String, String> headers) {
    var builder =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    headers.forEach(builder::header);
    return builder;
  }

  private Answer send(HttpRequest request) throws IOException {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      String body = response.body();
      return new Answer(
          response.statusCode(), body.isBlank() ? JSON.nullNode() : JSON.readTree(body));
    } catch (JacksonException notJson) {
      throw new IOException(request.uri() + " did not answer with JSON", notJson);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", interrupted);
    } catch (java.net.ConnectException unreachable) {
      throw new IOException(
          request.uri() + " cannot be reached; ./gamelan status tells more", unreachable);
    }
  }

  /** The audit entries of one call, oldest first. */
  public List<JsonNode> trail(String callId) throws IOException {
    var answer =
        get(gateway.service("audit").url() + "/v1/events?call=" + callId, gateway.adminToken());
    return answer.body().path("events").valueStream().toList().reversed();
  }

  @Override
  public void close() {
    http.close();
  }
}
