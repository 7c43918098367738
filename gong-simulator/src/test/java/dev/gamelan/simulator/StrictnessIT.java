package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.facts.Facts;
import dev.gamelan.simulator.facts.OperationFacts;
import dev.gamelan.simulator.testing.Gong;
import dev.gamelan.simulator.testing.Samples;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrictnessIT {
  private static final String DEMO_KEYS =
      "[{\"accessKey\":\"gamelan-demo\",\"secret\":\"gamelan-demo-secret\"}]";

  @BeforeEach
  void fresh() {
    Gong.fresh();
  }

  @AfterEach
  void demoKeysAgain() {
    Gong.json("PUT", "/simulator/keys", DEMO_KEYS);
  }

  static List<OperationFacts> scopedOperations() {
    return Facts.published().all().stream().filter(one -> !one.scopes().isEmpty()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/nothing, , , 404, Not Found",
    "GET, /, , , 404, Not Found",
    "GET, /v2/calls/, , , 400, id is not a valid id",
    "GET, /v2/calls/12/34, , , 404, Not Found",
    "POST, /v2/entities/ask-entity, , , 405, Method Not Allowed",
    "DELETE, /v2/calls, , , 405, Method Not Allowed",
    "GET, /v2/calls/extensive, , , 400, id is not a valid id",
    "POST, /v2/calls/extensive, , {}, 415, Unsupported Media Type",
    "POST, /v2/calls/extensive, text/plain, {}, 415, Unsupported Media Type",
    "POST, /v2/calls/extensive, application/json, , 400, Json parse error",
    "POST, /v2/calls/extensive, application/json, {, 400, Json parse error",
    "POST, /v2/calls/extensive, application/json, {}, 400, filter is required",
    "POST, /v2/users/extensive, application/json, {}, 400, filter is required",
    "GET, /v2/crm/entities?integrationId=1&objectType=DEAL, , , 415, Unsupported Media Type",
    "POST, /v2/crm/entities?integrationId=1&objectType=DEAL&clientRequestId=a, multipart/form-data; boundary=x, , 400, dataFile part is missing",
    "GET, /v2/calls?fromDateTime=yesterday, , , 400, fromDateTime is not a valid date-time",
    "GET, /v2/users/me, , , 400, id is not a valid id",
  })
  void refusesAsGongDoes(
      String method,
      String target,
      @Nullable String contentType,
      @Nullable String body,
      int status,
      String error) {
    Gong.Reply reply = Gong.send(method, target, contentType, body);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.error()).isEqualTo(error);
    assertThat(reply.json().get("requestId").asString()).isEqualTo(reply.header("x-traceid"));
    assertThat(reply.header("content-type")).isEqualTo("application/json;charset=UTF-8");
  }

  @Test
  void namesTheMethodsThatAPathKnows() {
    assertThat(Gong.send("PATCH", "/v2/calls", null, null).header("allow")).isEqualTo("GET, POST");
  }

  @Test
  void ignoresWhatItDoesNotKnowInAQuery() {
    assertThat(Gong.get("/v2/calls?limit=5").json().get("calls").size()).isEqualTo(100);
  }

  @Test
  void refusesWrongCredentials() {
    for (String header :
        new String[] {"", Gong.basic("gamelan-demo", "wrong"), Gong.basic("nobody", "x")}) {
      Gong.Reply reply = Gong.send("GET", "/v2/users", null, null, header);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.json().get("errors").size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("scopedOperations")
  void saysWhichScopeIsMissing(OperationFacts operation) {
    Samples.Sample request = new Samples().of(operation.name());
    Gong.json(
        "PUT",
        "/simulator/keys",
        "[{\"accessKey\":\"gamelan-demo\",\"secret\":\"gamelan-demo-secret\","
            + "\"scopes\":[\"api:other\"]}]");

    Gong.Reply reply = request.send();

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.error())
        .isEqualTo(
            "You don't have permission to use '"
                + operation.scopes().getFirst()
                + "' in your app.");
  }

  @Test
  void asksForTheMediaScopeOnlyWhenMediaIsAskedFor() {
    Gong.json(
        "PUT",
        "/simulator/keys",
        "[{\"accessKey\":\"gamelan-demo\",\"secret\":\"gamelan-demo-secret\","
            + "\"scopes\":[\"api:calls:read:extensive\"]}]");
    String media = "{\"filter\":{},\"contentSelector\":{\"exposedFields\":{\"media\":true}}}";

    assertThat(Gong.json("POST", "/v2/calls/extensive", "{\"filter\":{}}").status()).isEqualTo(200);
    assertThat(Gong.json("POST", "/v2/calls/extensive", media).error())
        .contains("'api:calls:read:media-url'");
  }
}
