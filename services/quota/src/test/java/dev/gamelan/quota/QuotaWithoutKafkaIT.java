package dev.gamelan.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.quota.QuotaClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.name=quota",
      "spring.kafka.bootstrap-servers=localhost:1",
      "spring.kafka.admin.operation-timeout=2s",
      "spring.kafka.properties.default.api.timeout.ms=2000",
      "spring.kafka.properties.request.timeout.ms=1500",
      "gamelan.rebuild.patience=2s"
    })
class QuotaWithoutKafkaIT {
  private static final RedisAtHand REDIS = RedisAtHand.empty();

  private final QuotaClient client;

  QuotaWithoutKafkaIT(@LocalServerPort int port) {
    client = new QuotaClient(port);
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("gamelan.redis.url", REDIS::url);
    registry.add("gamelan.tokens.file", () -> TokenFile.with("permit", "read"));
  }

  @AfterAll
  static void stopRedis() {
    REDIS.close();
  }

  @Test
  void whatCannotBeCountedIsNotGrantedAndReadinessSaysWhy() {
    await()
        .atMost(QuotaClient.PATIENCE)
        .untilAsserted(
            () -> {
              Reply readiness = client.get("/actuator/health/readiness");
              assertThat(readiness.status()).isEqualTo(503);
              assertThat(readiness.body().toString()).contains("cannot be read from Kafka");
            });
    Reply refused = client.ask("default", client.holder());
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("refused")).isEqualTo("REBUILDING");
    assertThat(client.get("/actuator/health/liveness").status()).isEqualTo(200);
  }
}
