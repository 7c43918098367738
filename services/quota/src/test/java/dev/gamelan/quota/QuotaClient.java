package dev.gamelan.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running service as gong-caller and others do. */
public final class QuotaClient {
  public static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final WebTestClient client;
  private final String holder = "holder-" + UUID.randomUUID();

  public QuotaClient(int port) {
    client =
        WebTestClient.bindToServer()
            .baseUrl("http://localhost:" + port)
            .responseTimeout(PATIENCE)
            .build();
  }

  public record Reply(int status, JsonNode body) {
    public String text(String field) {
      return body.path(field).asString();
    }

    long number(String field) {
      return body.path(field).asLong();
    }
  }

  public String holder() {
    return holder;
  }

  static String path(String connection, String rest) {
    return "/v1/connections/" + connection + "/" + rest;
  }

  /** A connection of that name that grants: restored, as each is that nobody asked for before. */
  String open(String connection) {
    var first = grant(connection);
    report(connection, first.text("permitId"), "UNUSED", null, null);
    return connection;
  }

  Reply quota(String connection) {
    return send(HttpMethod.GET, path(connection, "quota"), "read", null);
  }

  Reply grant(String connection) {
    List<Reply> replies = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              replies.add(ask(connection, holder));
              return replies.getLast().status() == 200;
            });
    return replies.getLast();
  }

  public Reply ask(String connection, String name) {
    return send(
        HttpMethod.POST,
        path(connection, "permits"),
        "permit",
        Map.of(
            "holder", name,
            "class", "INTERACTIVE",
            "caller", "ada",
            "callId", "call-1",
            "tool", "gong_list_calls"));
  }

  Reply report(
      String connection,
      String permitId,
      String result,
      @Nullable Integer httpStatus,
      @Nullable Long retryAfterMillis) {
    var body = new HashMap<String, @Nullable Object>();
    body.put("holder", holder);
    body.put("result", result);
    body.put("httpStatus", httpStatus);
    body.put("retryAfterMillis", retryAfterMillis);
    return send(
        HttpMethod.PUT, path(connection, "permits/" + permitId + "/outcome"), "permit", body);
  }

  void awaitReadiness() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(get("/actuator/health/readiness").status()).isEqualTo(200));
  }

  Reply put(String path, String token, @Nullable String ifMatch, Object body) {
    return send(HttpMethod.PUT, path, token, ifMatch, body);
  }

  public Reply get(String path) {
    return send(HttpMethod.GET, path, null, null);
  }

  Reply send(HttpMethod method, String path, @Nullable String token, @Nullable Object body) {
    return send(method, path, token, null, body);
  }

  private Reply send(
      HttpMethod method,
      String path,
      @Nullable String token,
      @Nullable String ifMatch,
      @Nullable Object body) {
    var request = client.method(method).uri(path);
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.bodyValue(body);
    }
    var result = request.exchange().expectBody().returnResult();
    byte[] content = result.getResponseBodyContent();
    return new Reply(
        result.getStatus().value(),
        content == null || content.length == 0 ? JSON.nullNode() : JSON.readTree(content));
  }
}
