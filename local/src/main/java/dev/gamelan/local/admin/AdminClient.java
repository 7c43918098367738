package dev.gamelan.local.admin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the services' administration APIs, and says in a sentence what they refuse. */
final class AdminClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  AdminClient(String token) {
    this.token = token;
  }

  /**
   * What is there, and under which version it was seen.
   *
   * @param location where to look how it goes on; null where it has ended
   */
  record Seen(JsonNode body, @Nullable String etag, @Nullable String location) {}

  /** A value as one segment of a path. */
  static String segment(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Seen get(String url) throws IOException {
    return send("GET", url, null, null);
  }

  /** Empty where there is nothing of that name. */
  Optional<Seen> find(String url) throws IOException {
    try {
      return Optional.of(get(url));
    } catch (Refusal refusal) {
      if (refusal.status() == 404) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** All pages of a list. */
  List<JsonNode> all(String url, String field) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      String page = url + (url.contains("?") ? "&" : "?") + "limit=100" + cursor;
      JsonNode body = get(page).body();
      body.path(field).forEach(items::add);
      String next = body.path("nextCursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + segment(next);
    } while (!cursor.isEmpty());
    return items;
  }

  /** Replaces what is there as it is at this moment, or puts it where nothing is. */
  Seen put(String url, JsonNode document) throws IOException {
    return send("PUT", url, document, find(url).map(Seen::etag).orElse(null));
  }

  Seen patch(String url, JsonNode wish) throws IOException {
    return send("PATCH", url, wish, null);
  }

  Seen post(String url, @Nullable JsonNode wish) throws IOException {
    return send("POST", url, wish, null);
  }

  /** As it was seen. */
  void delete(String url, Seen seen) throws IOException {
    send("DELETE", url, null, seen.etag());
  }

  Seen send(String method, String url, @Nullable JsonNode body, @Nullable String ifMatch)
      throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json, application/problem+json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    HttpResponse<String> response = exchange(request.build());
    JsonNode answer = read(response.body());
    if (response.statusCode() >= 300) {
      throw Refusal.of(response.statusCode(), answer, url);
    }
    return new Seen(
        answer,
        response.headers().firstValue("ETag").orElse(null),
        response.statusCode() == 202
            ? response.headers().firstValue("Location").orElse(null)
            : null);
  }

  private HttpResponse<String> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException unreachable) {
      throw new IOException(
          request.uri() + " cannot be reached; ./gamelan status tells more", unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", interrupted);
    }
  }

  private static JsonNode read(String body) {
    try {
      return body.isBlank() ? JSON.nullNode() : JSON.readTree(body);
    } catch (JacksonException notJson) {
      return JSON.nullNode();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
