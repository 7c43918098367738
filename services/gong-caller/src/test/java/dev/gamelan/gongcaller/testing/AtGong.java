package dev.gamelan.gongcaller.testing;

import dev.gamelan.simulator.GongSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks up what the simulated company has, past gong-caller. */
public final class AtGong {
  private AtGong() {}

  /** Whoever may have calls of their own. */
  public static List<String> users(GongSimulator gong) {
    return ask(gong, "/v2/users")
        .path("users")
        .valueStream()
        .filter(user -> user.at("/settings/telephonyCallsImported").asBoolean())
        .map(user -> user.path("id").asString())
        .toList();
  }

  public static List<String> calls(GongSimulator gong) {
    return ask(gong, "/v2/calls?fromDateTime=2000-01-01T00:00:00Z&toDateTime=2100-01-01T00:00:00Z")
        .path("calls")
        .valueStream()
        .map(call -> call.path("id").asString())
        .toList();
  }

  private static JsonNode ask(GongSimulator gong, String target) {
    String pair = GongSimulator.ACCESS_KEY + ':' + GongSimulator.ACCESS_KEY_SECRET;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gong.baseUrl() + target))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      return JsonMapper.shared()
          .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }
}
