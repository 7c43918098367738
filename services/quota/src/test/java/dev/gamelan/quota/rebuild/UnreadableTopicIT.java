package dev.gamelan.quota.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.quota.QuotaClient;
import dev.gamelan.quota.QuotaClient.Reply;
import dev.gamelan.quota.RedisAtHand;
import dev.gamelan.quota.TokenFile;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.topics.testing.WithBroker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@WithBroker
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "spring.config.name=quota")
class UnreadableTopicIT {
  private static final RedisAtHand REDIS = RedisAtHand.empty();

  private final QuotaClient client;

  UnreadableTopicIT(@LocalServerPort int port) {
    client = new QuotaClient(port);
  }

  @TestConfiguration
  static class KafkaIsAway {
    @Bean
    @Primary
    PastAttemptsListener unreadable(RecordDeserializer records) {
      var nowhere = new KafkaProperties();
      nowhere.setBootstrapServers(List.of("localhost:1"));
      return new PastAttemptsListener(
          nowhere, records, new RebuildProperties(List.of("default"), Duration.ofSeconds(1)));
    }
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("gamelan.redis.url", REDIS::url);
    registry.add("gamelan.tokens.file", () -> TokenFile.with("permit"));
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
