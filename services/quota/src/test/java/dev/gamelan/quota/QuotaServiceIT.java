package dev.gamelan.quota;

import static dev.gamelan.quota.QuotaClient.PATIENCE;
import static dev.gamelan.quota.QuotaClient.path;
import static dev.gamelan.quota.TopicEnds.awaitState;
import static dev.gamelan.quota.TopicEnds.publishSpent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.quota.QuotaClient.Reply;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@WithBroker
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "spring.config.name=quota")
class QuotaServiceIT {

  private static final RedisAtHand REDIS = RedisAtHand.keeping();

  private final QuotaClient client;

  QuotaServiceIT(@LocalServerPort int port) {
    client = new QuotaClient(port);
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("gamelan.REDIS.url", REDIS::url);
    registry.add(
        "gamelan.tokens.file",
        () -> TokenFile.with("permit", "read", "admin", "audit", "connections"));
  }

  @AfterAll
  static void stopRedis() {
    REDIS.close();
  }

  @BeforeEach
  void awaitReadiness() {
    client.awaitReadiness();
  }

  @Test
  void grantsCountsAndTellsWhoSpentWhat() {
    String connection = client.open("acme");
    for (int i = 0; i < 3; i++) {
      Reply granted = client.grant(connection);
      assertThat(granted.number("spacingMillis")).isEqualTo(345);
      assertThat(granted.number("expiresInMillis")).isGreaterThan(granted.number("delayMillis"));
      client.report(connection, granted.text("permitId"), "RESPONDED", 200, null);
      publishSpent(connection, granted.text("permitId"), i == 0 ? "ada" : "bob");
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Reply quota = client.quota(connection);
              assertThat(quota.status()).isEqualTo(200);
              assertThat(quota.number("perDay")).isEqualTo(10_000);
              assertThat(quota.number("spent")).isEqualTo(3);
              assertThat(quota.number("left")).isEqualTo(9_497);
              assertThat(quota.body().path("byCaller").toString())
                  .isEqualTo("{\"bob\":2,\"ada\":1}");
              assertThat(quota.body().path("byTool").path("gong_list_calls").asLong()).isEqualTo(3);
              assertThat(quota.body().path("frozenUntil").isNull()).isTrue();
            });
    assertThat(awaitState(connection, state -> state.getSpent() == 3).getLeft()).isEqualTo(9_497);
  }

  @Test
  void gongsPauseFreezesAndIsTold() {
    String connection = client.open("frozen");
    Reply granted = client.grant(connection);
    assertThat(
            client.report(connection, granted.text("permitId"), "RESPONDED", 429, 20_000L).status())
        .isEqualTo(204);
    Reply refused = client.ask(connection, client.holder());
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("refused")).isEqualTo("FROZEN");
    assertThat(refused.number("retryAfterMillis")).isBetween(15_000L, 20_250L);
    Reply quota = client.send(HttpMethod.GET, path(connection, "quota"), "admin", null);
    assertThat(Instant.parse(quota.text("frozenUntil"))).isAfter(Instant.now());
    assertThat(awaitState(connection, state -> state.getFrozenUntil() != null).getFrozenUntil())
        .isAfter(Instant.now());
  }

  @Test
  void limitsAreChangedWhileEverythingRunsAndHoldAfterAFlush() {
    String connection = client.open("raised");
    String limits = path(connection, "limits");
    Reply before = client.send(HttpMethod.GET, limits, "read", null);
    assertThat(before.number("perSecond")).isEqualTo(3);
    var wish = new HashMap<String, Object>(Map.of("perSecond", 10, "perDay", 30_000));
    wish.put("reason", "Gong raised them");
    wish.put("callers", Map.of("nightly", 500));
    assertThat(client.put(limits, "admin", null, wish).status()).isEqualTo(428);
    assertThat(client.put(limits, "permit", "\"0\"", wish).status()).isEqualTo(403);
    assertThat(client.put(limits, "admin", "\"7\"", wish).status()).isEqualTo(412);
    assertThat(client.put(limits, "admin", "\"0\"", Map.of("perSecond", 0)).text("detail"))
        .contains("perSecond is from 1 to 1000");

    Reply changed = client.put(limits, "connections", "\"0\"", wish);
    assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
    assertThat(changed.number("version")).isEqualTo(1);
    assertThat(client.grant(connection).number("spacingMillis")).isEqualTo(104);
    assertThat(client.put(limits, "admin", "\"0\"", wish).status()).isEqualTo(412);
    var event = TopicEnds.awaitAudit("limits/" + connection + "/1");
    assertThat(event.getSubject()).isEqualTo("limits " + connection);
    assertThat(event.getReason()).isEqualTo("Gong raised them");
    assertThat(event.getBefore()).contains("\"perSecond\":3");
    assertThat(event.getAfter()).contains("\"perSecond\":10").contains("\"nightly\":500");
    assertThat(awaitState(connection, state -> state.getPerDay() == 30_000).getPerSecond())
        .isEqualTo(10);

    REDIS.flush();
    awaitRefusal(connection, "REBUILDING");
    assertThat(client.grant(connection).number("spacingMillis")).isEqualTo(104);
    Reply lowered = client.put(limits, "admin", "\"1\"", Map.of("perSecond", 2));
    assertThat(lowered.status()).as(lowered.body().toString()).isEqualTo(200);
    assertThat(lowered.body().path("callers").isEmpty()).isTrue();
    assertThat(lowered.number("perDay")).isEqualTo(30_000);
    assertThat(client.grant(connection).number("spacingMillis")).isEqualTo(518);
  }

  @Test
  void aGuestHasPermitsOfItsOwnThatStandOnTheTopic() {
    String connection = client.open("hosting");
    String permits = path(connection, "guests/nightly/permits");
    assertThat(client.send(HttpMethod.POST, permits, "read", null).status()).isEqualTo(403);
    Reply granted = client.send(HttpMethod.POST, permits, "permit", Map.of("tool", "export"));
    while (granted.status() == 429) {
      waitUntil(System.nanoTime() + granted.number("retryAfterMillis") * 1_000_000);
      granted = client.send(HttpMethod.POST, permits, "permit", Map.of("tool", "export"));
    }
    assertThat(granted.status()).as(granted.body().toString()).isEqualTo(200);
    assertThat(granted.number("expiresInMillis")).isGreaterThan(granted.number("delayMillis"));
    String outcome = permits + "/" + granted.text("permitId") + "/outcome";
    assertThat(
            client
                .send(
                    HttpMethod.PUT,
                    outcome,
                    "permit",
                    Map.of("result", "RESPONDED", "httpStatus", 200))
                .status())
        .isEqualTo(204);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.quota(connection).body().path("byCaller").toString())
                    .isEqualTo("{\"guest:nightly\":1}"));
    assertThat(client.quota(connection).body().path("byClass").path("background").asLong())
        .isEqualTo(1);
    assertThat(client.ask(connection, "guest:x").status()).isEqualTo(400);
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      statuses.add(client.send(HttpMethod.POST, permits, "permit", null).status());
    }
    assertThat(statuses).as("asked without waiting").contains(429);
  }

  @Test
  void fencesAndReleasesOverHttp() {
    String connection = client.open("fenced");
    Reply granted = client.grant(connection);
    Reply fenced = client.ask(connection, "another");
    assertThat(fenced.status()).isEqualTo(409);
    assertThat(fenced.text("refused")).isEqualTo("FENCED");
    assertThat(fenced.number("retryAfterMillis")).isBetween(1L, 2000L);
    String holders = path(connection, "holders/" + client.holder());
    assertThat(client.send(HttpMethod.POST, holders, "permit", null).status()).isEqualTo(200);
    client.report(connection, granted.text("permitId"), "UNUSED", null, null);
    assertThat(client.send(HttpMethod.DELETE, holders, "permit", null).status()).isEqualTo(204);
    Reply superseded = client.send(HttpMethod.POST, holders, "permit", null);
    assertThat(superseded.status()).isEqualTo(409);
    assertThat(superseded.body().path("retryAfterMillis").isNull()).isTrue();
    assertThat(client.quota(connection).number("spent")).isZero();
  }

  @Test
  void whoMayNotIsToldSo() {
    assertThat(client.send(HttpMethod.GET, path("default", "quota"), "audit", null).status())
        .isEqualTo(403);
    assertThat(client.send(HttpMethod.GET, path("default", "quota"), "nobody", null).status())
        .isEqualTo(401);
    Reply refused =
        client.send(HttpMethod.POST, path("default", "permits"), "read", Map.of("holder", "h"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("permit");
    assertThat(client.send(HttpMethod.DELETE, path("default", "holders/h"), "admin", null).status())
        .isEqualTo(403);
  }

  @Test
  void whoLooksAtAConnectionMakesNoneUp() {
    assertThat(client.quota("made-up").status()).isEqualTo(404);
    assertThat(client.quota("made-up").text("detail")).contains("Nobody");
  }

  @Test
  void whatIsMalformedIsRefusedWithASentence() {
    String permits = path("default", "permits");
    Reply missing = client.send(HttpMethod.POST, permits, "permit", Map.of("caller", "ada"));
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.text("detail")).isEqualTo("holder is missing");
    Reply tooLong =
        client.send(HttpMethod.POST, permits, "permit", Map.of("holder", "h".repeat(201)));
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(tooLong.text("detail")).contains("at most 200");
    assertThat(
            client
                .send(HttpMethod.POST, permits, "permit", Map.of("holder", "x".repeat(20_000)))
                .status())
        .isEqualTo(413);
    assertThat(
            client
                .send(
                    HttpMethod.POST, path("Not_A_Name", "permits"), "permit", Map.of("holder", "h"))
                .status())
        .isEqualTo(404);
    assertThat(
            client
                .send(
                    HttpMethod.PUT,
                    path("default", "permits/p/outcome"),
                    "permit",
                    Map.of("holder", "h"))
                .text("detail"))
        .contains("result is missing");
  }

  @Test
  void aFlushedRedisIsNoticedAndCountedAgainFromTheTopic() {
    String connection = client.open("flushed");
    for (int i = 0; i < 4; i++) {
      publishSpent(connection, client.grant(connection).text("permitId"), "ada");
    }
    publishSpent(connection, "a permit of another instance", "ada");
    REDIS.flush();

    Instant noticed = Instant.now();
    Reply refused = client.ask(connection, client.holder());
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("refused")).isEqualTo("REBUILDING");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Reply readiness = client.get("/actuator/health/readiness");
              assertThat(readiness.status()).isEqualTo(503);
              assertThat(readiness.body().toString()).contains("the count of").contains(connection);
            });
    assertThat(client.get("/actuator/health/liveness").status()).isEqualTo(200);

    client.grant(connection);
    assertThat(Duration.between(noticed, Instant.now())).isGreaterThan(Duration.ofMillis(2990));
    assertThat(client.quota(connection).number("spent")).isEqualTo(6);
  }

  @Test
  void withoutRedisNothingIsGrantedAndARestartedOneIsCountedAgain() {
    String connection = client.open("away");
    client.grant(connection);
    REDIS.stop();
    for (int i = 0; i < 5; i++) {
      Reply refused = client.ask(connection, client.holder());
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text("refused")).isEqualTo("UNAVAILABLE");
    }
    assertThat(client.get("/actuator/health/readiness").body().toString())
        .contains("Redis does not answer");
    REDIS.startAgain();
    awaitRefusal(connection, "REBUILDING");
    client.grant(connection);
    assertThat(client.quota(connection).number("spent")).isEqualTo(2);
  }

  @Test
  void sendsNoMoreThanThreeInAnySecondAndHardlyFewer() {
    String connection = client.open("saturated");
    List<Long> sends = new ArrayList<>();
    List<Long> costs = new ArrayList<>();
    long earliest = 0;
    while (sends.size() < 25) {
      long asked = System.nanoTime();
      Reply granted = client.ask(connection, client.holder());
      costs.add(System.nanoTime() - asked);
      assertThat(granted.status()).isEqualTo(200);
      long turn = System.nanoTime() + granted.number("delayMillis") * 1_000_000;
      waitUntil(Math.max(turn, earliest));
      sends.add(System.nanoTime());
      earliest = sends.getLast() + granted.number("spacingMillis") * 1_000_000;
    }
    for (int i = 3; i < sends.size(); i++) {
      assertThat(sends.get(i) - sends.get(i - 3)).isGreaterThan(1_000_000_000L);
    }
    double perSecond = (sends.size() - 1) * 1e9 / (sends.getLast() - sends.getFirst());
    assertThat(perSecond).isGreaterThan(2.5);
    System.out.printf(
        "starts a second %.3f, permit p50 %.2f ms%n",
        perSecond, costs.stream().sorted().toList().get(costs.size() / 2) / 1e6);
  }

  private static void waitUntil(long nanos) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(() -> System.nanoTime() >= nanos);
  }

  private void awaitRefusal(String connection, String code) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.ask(connection, client.holder()).text("refused"))
                    .isEqualTo(code));
  }
}
