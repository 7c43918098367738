package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Administers a running installation over HTTP, as a script would. */
final class Administrator {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Gateway gateway;
  private final HttpClient http = HttpClient.newHttpClient();

  Administrator(Gateway gateway) {
    this.gateway = gateway;
  }

  String router(String path) {
    return gateway.adminUrl() + "/v1/" + path;
  }

  JsonNode get(String url) throws IOException, InterruptedException {
    return done("GET", url, null, false);
  }

  void post(String url, String body) throws IOException, InterruptedException {
    done("POST", url, body, false);
  }

  void patch(String url, String body) throws IOException, InterruptedException {
    done("PATCH", url, body, false);
  }

  /** Whatever stands there by now. */
  void put(String url, String body) throws IOException, InterruptedException {
    done("PUT", url, body, true);
  }

  void delete(String url) throws IOException, InterruptedException {
    done("DELETE", url, null, true);
  }

  private JsonNode done(String method, String url, @Nullable String body, boolean overwrites)
      throws IOException, InterruptedException {
    var request = request(method, url, gateway.adminToken(), body);
    if (overwrites) {
      http.send(
              request("GET", url, gateway.adminToken(), null).build(),
              HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("ETag")
          .ifPresentOrElse(
              tag -> request.header("If-Match", tag),
              () -> {
                if (url.endsWith("/credentials")) {
                  request.header("If-Match", "*");
                }
              });
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode())
        .as("%s %s: %s", method, url, response.body())
        .isBetween(200, 299);
    return read(response.body());
  }

  /** Whatever is answered. */
  JsonNode sent(String method, String url, String token, @Nullable String body)
      throws IOException, InterruptedException {
    return read(
        http.send(request(method, url, token, body).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  /** The tools that MCP's current revision shows. */
  JsonNode listed(String url, String token) throws IOException, InterruptedException {
    String body =
        """
        {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": {
          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientCapabilities": {}}}}
        """;
    var request =
        request("POST", url, token, body)
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/list");
    return read(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private static JsonNode read(String body) {
    return body.isBlank() ? JSON.nullNode() : JSON.readTree(body);
  }

  private static HttpRequest.Builder request(
      String method, String url, String token, @Nullable String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, application/problem+json")
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
  }
}
