package dev.gamelan.simulator.testing;

import dev.gamelan.simulator.GongSimulator;
import dev.gamelan.simulator.quota.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One simulator for all tests of this module, and a client for it. */
public final class Gong {
  private static final GongSimulator SIMULATOR =
      GongSimulator.start(
          "--gamelan.simulator.licences.ai-latency-least=0s",
          "--gamelan.simulator.licences.ai-latency-most=0s",
          "--logging.level.root=WARN");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();

  private Gong() {}

  /** The simulator as new, with the limits out of the way. */
  public static GongSimulator fresh() {
    SIMULATOR.limits(
        new Limits(
            false,
            3,
            Limits.SecondKind.SLIDING,
            10_000,
            Limits.DayKind.ROLLING,
            ZoneOffset.UTC,
            false));
    SIMULATOR.reset();
    return SIMULATOR;
  }

  /** What came back. */
  public record Reply(int status, HttpResponse<String> response) {
    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public String error() {
      return json().get("errors").get(0).asString();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public static Reply get(String target) {
    return send("GET", target, null, null);
  }

  /** With the demo key, from a simulator somewhere else. */
  public static Reply at(String baseUrl, String target) {
    return at(baseUrl, target, basic(GongSimulator.ACCESS_KEY, GongSimulator.ACCESS_KEY_SECRET));
  }

  public static Reply at(String baseUrl, String target, String authorization) {
    return exchange(
        HttpRequest.newBuilder(URI.create(baseUrl + target))
            .header("Authorization", authorization)
            .build());
  }

  public static Reply json(String method, String target, String body) {
    return send(method, target, "application/json", body);
  }

  public static Reply send(
      String method, String target, @Nullable String contentType, @Nullable String body) {
    return send(
        method,
        target,
        contentType,
        body,
        basic(GongSimulator.ACCESS_KEY, GongSimulator.ACCESS_KEY_SECRET));
  }

  public static Reply send(
      String method,
      String target,
      @Nullable String contentType,
      @Nullable String body,
      @Nullable String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(SIMULATOR.baseUrl() + target))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return exchange(request.build());
  }

  private static Reply exchange(HttpRequest request) {
    try {
      HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  public static String basic(String key, String secret) {
    byte[] pair = (key + ':' + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
