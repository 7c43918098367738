package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.client.GatewayClient;
import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.up.Installation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Clients that wait, and clients that wait no longer, on real parts. */
@ExtendWith(SharedInstallation.class)
class WaitingSystemTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Gateway gateway;
  private final GatewayClient client;
  private final Simulator gong;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private long before;

  WaitingSystemTest(Installation installation) {
    this.gateway = installation.gateway();
    this.client = new GatewayClient(gateway);
    this.gong = new Simulator(gateway.gongUrl());
  }

  @BeforeEach
  void noteWhatHasReachedGong() throws Exception {
    before = gong.count();
  }

  @AfterEach
  void close() throws Exception {
    gong.faultless();
    callers.close();
    client.close();
    gong.close();
  }

  @Test
  void aCallThatIsCancelledWhileItWaitsNeverReachesGongAndCostsNothing() throws Exception {
    long spentBefore = spent();
    List<Future<GatewayClient.Answer>> others = fillTheLane();

    try (McpWaiter streaming = McpWaiter.modern(gateway, "reader");
        McpWaiter silent = McpWaiter.modern(gateway, "reader");
        McpWaiter legacy = McpWaiter.legacy(gateway, "reader")) {
      streaming.callAndListen("gong_get_call", id("7700000000000000001"));
      assertThat(streaming.next().at("/params/message").asString()).startsWith("queued: position");
      silent.call("gong_get_call", id("7700000000000000002"));
      legacy.callAndListen("gong_get_call", id("7700000000000000003"));
      assertThat(legacy.next().at("/params/message").asString()).startsWith("queued: position");
      String first = callIdOf("7700000000000000001");
      String second = callIdOf("7700000000000000002");
      String third = callIdOf("7700000000000000003");

      streaming.hangUp();
      silent.hangUp();
      assertThat(legacy.cancelByName()).isEqualTo(202);

      for (String cancelled : List.of(first, second, third)) {
        JsonNode ended = ending(cancelled);
        assertThat(ended.path("outcome").asString()).isEqualTo("cancelled");
        assertThat(ended.path("quotaUnits").asInt()).isZero();
      }
    }
    for (Future<GatewayClient.Answer> other : others) {
      assertThat(other.get().status()).isEqualTo(200);
    }
    assertThat(gong.arrivals(before))
        .noneMatch(arrival -> arrival.path("target").asString().contains("77000000000000000"))
        .hasSize(others.size() + 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(spent()).isEqualTo(spentBefore + others.size() + 1));
  }

  @Test
  void aCallThatGongIsAskedAlreadyEndsAsItDoes() throws Exception {
    gong.faults(
        "{\"kind\":\"LATENCY\",\"operations\":[\"GET /v2/calls\"],\"delayMillis\":4000,\"count\":1}");
    try (McpWaiter waiter = McpWaiter.modern(gateway, "reader")) {
      waiter.callAndListen("gong_list_calls", Load.callsSince(100));
      while (!waiter.next().at("/params/message").asString().equals("asking Gong")) {
        assertThat(waiter.hasEnded()).isFalse();
      }
    }

    String callId = newest("gong_list_calls", event -> true);
    JsonNode ended = ending(callId);
    assertThat(ended.path("outcome").asString()).isEqualTo("answered");
    assertThat(ended.path("quotaUnits").asInt()).isEqualTo(1);
    assertThat(gong.count()).isEqualTo(before + 1);
  }

  /** Gong asks to be left alone for a while, and what then comes waits. */
  private List<Future<GatewayClient.Answer>> fillTheLane() throws Exception {
    gong.faults(
        "{\"kind\":\"TOO_MANY_REQUESTS\",\"operations\":[\"GET /v2/calls\"],\"retryAfter\":\"SECONDS\",\"retryAfterSeconds\":12,\"count\":1}");
    Future<GatewayClient.Answer> first = callers.submit(() -> listCalls(0));
    await().atMost(PATIENCE).until(() -> gong.count() == before + 1);
    List<Future<GatewayClient.Answer>> more =
        IntStream.range(1, 4).mapToObj(number -> callers.submit(() -> listCalls(number))).toList();
    return Stream.concat(Stream.of(first), more.stream()).toList();
  }

  private GatewayClient.Answer listCalls(int number) throws Exception {
    return client.callTool(gateway.user("reader"), "gong_list_calls", Load.callsSince(number));
  }

  private static ObjectNode id(String id) {
    return JsonMapper.shared().createObjectNode().put("id", id);
  }

  private String callIdOf(String id) {
    return newest("gong_get_call", event -> event.at("/arguments/id").asString("").equals(id));
  }

  /** The trail is written behind the call. */
  private String newest(String tool, Predicate<JsonNode> wanted) {
    String url =
        gateway.service("audit").url() + "/v1/events?limit=20&outcome=admitted&tool=" + tool;
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                client
                    .get(url, gateway.adminToken())
                    .body()
                    .path("events")
                    .valueStream()
                    .filter(wanted)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .path("callId")
        .asString();
  }

  private JsonNode ending(String callId) {
    return await()
        .atMost(PATIENCE)
        .until(() -> client.trail(callId), trail -> trail.size() >= 2)
        .getLast();
  }

  private long spent() throws Exception {
    return client
        .get(gateway.service("quota").url() + "/v1/connections/default/quota", gateway.adminToken())
        .body()
        .path("spent")
        .asLong();
  }
}
