package dev.gamelan.gongcaller.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does what administrators do, as the owner, at one gong-caller. */
public final class Administrator {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Door caller;
  private final Surroundings around;

  /** Where a gong-caller is asked. */
  private interface Door {
    HttpResponse<String> ask(
        String who, String method, String path, @Nullable String body, String... headers);
  }

  public Administrator(CallerContext caller, Surroundings around) {
    this.caller = caller::ask;
    this.around = around;
  }

  /** At a process, once it listens. */
  public Administrator(CallerProcess caller, Surroundings around) {
    String url = caller.url();
    this.caller =
        (who, method, path, body, headers) ->
            CallerContext.ask(url, who, method, path, body, headers);
    this.around = around;
  }

  public JsonNode register(String name, String key, String secret) {
    HttpResponse<String> answer =
        caller.ask(
            "owner",
            "POST",
            "/v1/connections",
            """
            {"name":"%s","baseUrl":"%s","credentials":%s}
            """
                .formatted(name, around.gong.baseUrl(), pair(key, secret)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body());
  }

  public static String pair(String key, String secret) {
    return "{\"accessKey\":\"%s\",\"accessKeySecret\":\"%s\"}".formatted(key, secret);
  }

  public JsonNode load(String name, String key, String secret) {
    return done("PUT", name + "/credentials", pair(key, secret));
  }

  public JsonNode show(String name) {
    return done("GET", name, null);
  }

  /** Has all data keys wrapped anew. */
  public HttpResponse<String> rewrap() {
    return caller.ask("owner", "POST", "/v1/sealing/rewrap", null);
  }

  /** Something that works. */
  public JsonNode done(String method, String what, @Nullable String body) {
    HttpResponse<String> answer =
        caller.ask("owner", method, "/v1/connections/" + what, body, "If-Match", "*");
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }
}
