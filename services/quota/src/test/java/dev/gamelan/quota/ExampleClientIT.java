package dev.gamelan.quota;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The client that the documentation shows, as a reader would run it. */
@WithBroker
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "spring.config.name=quota")
class ExampleClientIT {
  private static final RedisAtHand REDIS = RedisAtHand.empty();

  private final int port;
  private final QuotaClient client;

  ExampleClientIT(@LocalServerPort int port) {
    this.port = port;
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
  void theDocumentedClientSendsUnderAGuestsPermitAndReports()
      throws IOException, InterruptedException {
    client.awaitReadiness();
    client.open("default");
    var requests = new AtomicInteger();
    var gong = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gong.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] answer = "{\"users\":[]}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    gong.start();
    try {
      var job =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  Path.of("../../docs/examples/NightlyJob.java").toString(),
                  "http://localhost:" + port,
                  "default",
                  "permit",
                  "http://localhost:" + gong.getAddress().getPort() + "/v2/users",
                  "Basic none")
              .redirectErrorStream(true)
              .start();
      String printed = new String(job.getInputStream().readAllBytes(), UTF_8);
      assertThat(job.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(printed).contains("200 {\"users\":[]}");
      assertThat(requests).hasValue(1);
      assertThat(client.quota("default").number("spent")).isPositive();
    } finally {
      gong.stop(0);
    }
  }
}
