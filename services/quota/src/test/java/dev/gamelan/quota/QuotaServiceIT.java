package dev.gamelan.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.topics.testing.WithBroker;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

@WithBroker
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "spring.config.name=quota")
class QuotaServiceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final RedisAtHand REDIS = RedisAtHand.empty();

  @LocalServerPort private int port;
  private WebTestClient client;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("gamelan.redis.url", REDIS::url);
    registry.add("gamelan.tokens.file", () -> TokenFile.with("permit", "read", "audit"));
  }

  @AfterAll
  static void stopRedis() {
    REDIS.close();
  }

  @BeforeEach
  void awaitReadiness() {
    client =
        WebTestClient.bindToServer()
            .baseUrl("http://localhost:" + port)
            .responseTimeout(PATIENCE)
            .build();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> client.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk());
  }

  @Test
  void grantsAndTells() {
    var granted = ask("default", "h1");
    assertThat(granted.getStatus()).isEqualTo(HttpStatus.OK);
    System.err.println(
        new String(granted.getResponseBodyContent(), java.nio.charset.StandardCharsets.UTF_8));
    System.err.println(
        new String(
            client
                .get()
                .uri("/v1/connections/default/quota")
                .header("Authorization", "Bearer read")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBodyContent(),
            java.nio.charset.StandardCharsets.UTF_8));
    System.err.println(
        new String(
            client
                .get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBodyContent(),
            java.nio.charset.StandardCharsets.UTF_8));
  }

  private EntityExchangeResult<byte[]> ask(String connection, String holder) {
    return client
        .post()
        .uri("/v1/connections/{c}/permits", connection)
        .header("Authorization", "Bearer permit")
        .bodyValue(
            Map.of(
                "holder", holder,
                "class", "INTERACTIVE",
                "caller", "ada",
                "callId", "call-1",
                "tool", "gong_list_calls"))
        .exchange()
        .expectBody()
        .returnResult();
  }
}
