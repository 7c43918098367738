package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.toolrouter.mcp.change.Changes;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RawHttp;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who sends or takes too slowly, or too much, is refused or hung up on, and nothing is left. */
@WithBroker
class SlowClientsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String WATCHED = "gong://calls/" + "1".repeat(2000);
  private static RunningRouter router;

  @BeforeAll
  static void start() {
    router =
        RunningRouter.start(
            "gamelan.body.patience=500ms",
            "gamelan.connections.request=1s",
            "gamelan.connections.stalled=500ms",
            "server.netty.idle-timeout=1s");
  }

  @AfterAll
  static void stop() {
    router.close();
  }

  @AfterEach
  void theServiceStillAnswers() {
    assertThat(
            McpPost.modern(router.url(), "tools/list", null)
                .send(McpPost.request("tools/list", ""))
                .status())
        .isEqualTo(200);
  }

  private static RawHttp connect() {
    return RawHttp.to(router.url());
  }

  private static String head(String request, String more) {
    return request
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
        + RunningRouter.READER
        + "\r\n"
        + more
        + "\r\n";
  }

  private static double gauge(Meters meter) {
    return router.bean(MeterRegistry.class).get(meter.key()).gauge().value();
  }

  @Test
  void aBodyThatDoesNotArriveIsRefused() throws IOException {
    try (RawHttp http = connect()) {
      http.send(head("POST /mcp", "Content-Length: 100\r\n") + "{");

      RawHttp.Answer answer = http.read();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("did not arrive");
      assertThat(answer.closed()).isTrue();
    }
  }

  @Test
  void aBodyThatNobodyReadsIsNotWaitedForEither() throws IOException {
    try (RawHttp http = connect()) {
      http.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");

      RawHttp.Answer answer = http.read();
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.closed()).isTrue();
    }
  }

  @Test
  void afterABodyThatIsTooLargeTheConnectionIsClosed() throws IOException {
    try (RawHttp http = connect()) {
      http.send(head("POST /mcp", "Content-Length: 99999999999\r\n") + "{");

      RawHttp.Answer answer = http.read();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.closed()).isTrue();
    }
  }

  @Test
  void headersThatDoNotEndAreNotWaitedFor() throws IOException {
    try (RawHttp http = connect()) {
      http.send("GET /mcp HTTP/1.1\r\nHost: localhost\r\n");

      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> http.isClosedAfterSending("X-Slow: 1\r\n"));
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    try (RawHttp http = connect()) {
      http.send(head("GET /mcp", ""));

      RawHttp.Answer answer = http.read();
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.closed()).isTrue();
    }
  }

  @Test
  void headersAndRequestLinesHaveALimit() throws IOException {
    try (RawHttp http = connect()) {
      http.send(head("GET /mcp", "X-Long: " + "x".repeat(17_000) + "\r\n"));
      assertThat(http.read().status()).isEqualTo(431);
    }
    try (RawHttp http = connect()) {
      http.send(head("GET /mcp", "X: 1\r\n".repeat(6000)));
      assertThat(http.read().status()).isEqualTo(431);
    }
    try (RawHttp http = connect()) {
      http.send(head("GET /mcp?" + "x".repeat(5000), ""));
      assertThat(http.read().status()).isEqualTo(414);
    }
  }

  @Test
  void whoDoesNotReadAStreamIsHungUpOn() throws IOException {
    String body =
        McpPost.request(
            "subscriptions/listen",
            "\"notifications\": {\"resourceSubscriptions\": [\"%s\"]}".formatted(WATCHED));
    try (RawHttp http = connect()) {
      http.send(
          head(
                  "POST /mcp",
                  "Content-Length: %d\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\n"
                      .formatted(body.length()))
              + body);
      await().atMost(SOON).until(() -> gauge(Meters.LISTENING) == 1);

      Changes changes = router.bean(Changes.class);
      await()
          .atMost(SOON)
          .until(
              () -> {
                // The system buffers megabytes before anybody is slow.
                for (int update = 0; update < 500; update++) {
                  changes.updated(WATCHED);
                }
                return gauge(Meters.LISTENING) == 0;
              });
    }
  }

  @Test
  void whoAsksAgainBeforeTheAnswerIsAnsweredAlsoAfterwards() throws IOException {
    String refusedLater = "{\"tool\": \"nothing\"}";
    String refusedAtOnce = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n";
    try (RawHttp http = connect()) {
      http.send(
          head("POST /v1/tool-calls", "Content-Length: %d\r\n".formatted(refusedLater.length()))
              + refusedLater
              + refusedAtOnce
              + "\r\n");
      http.awaitAnswers(2);

      http.send(refusedAtOnce + "Connection: close\r\n\r\n");

      assertThat(http.read().status()).isEqualTo(401);
    }
  }

  @Test
  void whoDoesNotReadALargeAnswerIsHungUpOn() throws IOException {
    String body = McpPost.legacy("tools/list", "");
    String request = head("POST /mcp", "Content-Length: %d\r\n".formatted(body.length())) + body;
    try (RawHttp http = connect()) {
      await().atMost(SOON).until(() -> http.isClosedAfterSending(request));
    }
  }

  @Test
  void aLargeBodyLeavesNothingBehind() {
    assertThat(
            McpPost.to(router.url() + "/mcp")
                .send("POST", HttpRequest.BodyPublishers.ofString("[" + "1,".repeat(200_000)))
                .status())
        .isEqualTo(400);
    assertThat(gauge(Meters.LARGE)).isZero();
  }
}
