package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.client.GatewayClient;
import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.up.Installation;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One tool call, end to end, on real parts. */
@ExtendWith(SharedInstallation.class)
class SpineSystemTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Gateway gateway;
  private final GatewayClient client;
  private final Simulator gong;
  private long before;

  SpineSystemTest(Installation installation) {
    this.gateway = installation.gateway();
    this.client = new GatewayClient(gateway);
    this.gong = new Simulator(gateway.gongUrl());
  }

  @BeforeEach
  void noteWhatHasReachedGong() throws Exception {
    before = gong.count();
  }

  @AfterEach
  void close() {
    client.close();
    gong.close();
  }

  @Test
  void anMcpClientOfTheCurrentRevisionGetsGongsAnswerAndATrailOfTwoEntries() throws Exception {
    long spentBefore = quota().path("spent").asLong();

    JsonNode result = callOverMcp("gong_list_users", "{}");

    assertThat(result.path("isError").asBoolean(false)).isFalse();
    assertThat(result.at("/structuredContent/users")).isNotEmpty();
    String callId = result.at("/_meta/dev.gamelan~1callId").asString();
    assertThat(trailOf(callId, 2))
        .extracting(entry -> entry.path("kind").asString())
        .containsExactly("CALL_ADMITTED", "CALL_ENDED");
    JsonNode ended = client.trail(callId).getLast();
    assertThat(ended.path("outcome").asString()).isEqualTo("answered");
    assertThat(ended.path("quotaUnits").asInt()).isEqualTo(1);
    assertThat(ended.path("gongRequestId").asString()).isNotEmpty();
    assertThat(gong.count()).isEqualTo(before + 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(quota().path("spent").asLong()).isEqualTo(spentBefore + 1));
  }

  @Test
  void anMcpClientOfTheOlderRevisionGetsGongsAnswer() {
    var transport =
        HttpClientStreamableHttpTransport.builder(gateway.adminUrl())
            .endpoint("/mcp")
            .addHttpRequestCustomizer(
                (request, method, uri, body, context) ->
                    request.header("Authorization", "Bearer " + gateway.user("reader").token()))
            .build();
    try (var mcp = McpClient.sync(transport).requestTimeout(PATIENCE).build()) {
      mcp.initialize();
      assertThat(mcp.listTools().tools()).hasSize(44);
      var result =
          mcp.callTool(
              McpSchema.CallToolRequest.builder("gong_list_scorecards")
                  .arguments(Map.of())
                  .build());
      assertThat(result.isError()).isNotEqualTo(true);
    }
  }

  @Test
  void oneTraceGoesFromTheClientToGong() throws Exception {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    var request =
        HttpRequest.newBuilder(URI.create(gateway.adminUrl() + "/v1/tool-calls"))
            .header("Authorization", "Bearer " + gateway.user("reader").token())
            .header("Content-Type", "application/json")
            .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
            .header("Cache-Control", "no-cache")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"tool\":\"gong_list_trackers\",\"arguments\":{}}"))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
    assertThat(gong.arrivals(before))
        .anySatisfy(
            arrival ->
                assertThat(arrival.path("traceparent").asString("")).startsWith("00-" + trace));
  }

  @Test
  void aReaderMayNotWriteAndTheRefusalIsAuditedOnce() throws Exception {
    var answer =
        client.callTool(
            gateway.user("reader"),
            "gong_delete_meeting",
            JsonMapper.shared()
                .readTree("{\"meetingId\":\"1\",\"organizerEmail\":\"a@b.example\"}"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body().at("/error/code").asString()).isEqualTo("write-not-allowed");
    assertThat(trailOf(answer.body().path("callId").asString(), 1))
        .extracting(entry -> entry.path("outcome").asString())
        .containsExactly("write-not-allowed");
    assertThat(gong.count()).isEqualTo(before);
  }

  @Test
  void badArgumentsAreNamedAndNeverReachGong() throws Exception {
    JsonNode result = callOverMcp("gong_get_call", "{\"idd\":\"1\"}");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.at("/content/0/text").asString()).contains("id").contains("idd");
    assertThat(gong.count()).isEqualTo(before);
  }

  @Test
  void nothingFoundIsAnEmptyList() throws Exception {
    JsonNode result =
        callOverMcp(
            "gong_list_calls",
            "{\"fromDateTime\":\"2001-01-01T00:00:00Z\",\"toDateTime\":\"2001-01-02T00:00:00Z\"}");

    assertThat(result.path("isError").asBoolean(false)).isFalse();
    assertThat(result.at("/structuredContent/calls").isArray()).isTrue();
    assertThat(result.at("/structuredContent/calls")).isEmpty();
  }

  @Test
  void manyPlayersNeverStrikeTheGongTooOften() throws Exception {
    // What other tests have made Gong refuse on purpose stands in its report as well.
    long refusedBefore = gong.report().path("tooManyRequests").asLong();
    List<Future<GatewayClient.Answer>> calls;
    try (var players = Executors.newVirtualThreadPerTaskExecutor()) {
      calls =
          IntStream.range(0, 24)
              .mapToObj(
                  number ->
                      players.submit(
                          () ->
                              client.callTool(
                                  gateway.user(number % 2 == 0 ? "reader" : "writer"),
                                  "gong_list_calls",
                                  Load.callsSince(number))))
              .toList();
    }
    for (var call : calls) {
      assertThat(call.get().status()).isEqualTo(200);
    }
    JsonNode report = gong.report();
    assertThat(report.path("arrivals").asLong()).isEqualTo(before + 24);
    assertThat(report.path("maxInAnySecond").asInt()).isLessThanOrEqualTo(3);
    assertThat(report.path("tooManyRequests").asLong()).isEqualTo(refusedBefore);
  }

  @Test
  void everyServiceSaysThatItIsReadyAndShowsItsMeters() throws Exception {
    for (var service : gateway.services().entrySet()) {
      String url = service.getValue().url();
      assertThat(client.get(url + "/actuator/health/liveness", "").status()).isEqualTo(200);
      assertThat(client.get(url + "/actuator/health/readiness", "").status()).isEqualTo(200);
      if (!service.getKey().equals("gong-simulator")) {
        try (var http = HttpClient.newHttpClient()) {
          var metrics =
              http.send(
                  HttpRequest.newBuilder(URI.create(url + "/actuator/prometheus")).build(),
                  HttpResponse.BodyHandlers.ofString());
          assertThat(metrics.body()).as(service.getKey()).contains("gamelan_");
        }
      }
    }
  }

  private JsonNode callOverMcp(String tool, String arguments) throws Exception {
    ObjectNode parameters = JsonMapper.shared().createObjectNode().put("name", tool);
    parameters.set("arguments", JsonMapper.shared().readTree(arguments));
    return client.mcp(gateway.user("reader"), "tools/call", parameters, tool).body().path("result");
  }

  private JsonNode quota() throws Exception {
    return client
        .get(gateway.service("quota").url() + "/v1/connections/default/quota", gateway.adminToken())
        .body();
  }

  /** The trail is written behind the call. */
  private List<JsonNode> trailOf(String callId, int entries) {
    return await()
        .atMost(PATIENCE)
        .until(() -> client.trail(callId), trail -> trail.size() >= entries);
  }
}
