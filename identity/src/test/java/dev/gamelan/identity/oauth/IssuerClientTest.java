package dev.gamelan.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerClientTest {
  private static final Signer SIGNER = Signer.named("k1");

  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpServer server;
  private String base;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String page = pages.get(exchange.getRequestURI().getPath());
          if ("slow".equals(page)) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
              released.await();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
            }
          } else if (page != null && page.startsWith("to ")) {
            exchange.getResponseHeaders().set("Location", page.substring(3));
            exchange.sendResponseHeaders(302, -1);
          } else if (page == null) {
            exchange.sendResponseHeaders(404, -1);
          } else {
            byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
    server.start();
    base = "http://localhost:" + server.getAddress().getPort();
    pages.put("/keys", new JWKSet(SIGNER.key()).toString(false));
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
  }

  private JWKSet read(String issuer, @Nullable URI metadata) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new IssuerClient(http, issuer, metadata, Duration.ofMillis(500)).read();
    }
  }

  private String metadata(String issuer) {
    return "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(issuer, base);
  }

  @ParameterizedTest
  @CsvSource({
    "'', /.well-known/openid-configuration",
    "'', /.well-known/oauth-authorization-server",
    "/realms/us, /realms/us/.well-known/openid-configuration",
    "/realms/us, /.well-known/oauth-authorization-server/realms/us",
    "/realms/us/, /realms/us/.well-known/openid-configuration",
  })
  void findsTheKeysByEachOfTheWellKnownPlaces(String path, String place) throws Exception {
    pages.put(place, metadata(base + path));

    JWKSet keys = read(base + path, null);

    assertThat(keys.getKeyByKeyId("k1")).isEqualTo(SIGNER.key().toPublicJWK());
  }

  @Test
  void looksWhereItIsTold() throws Exception {
    pages.put("/elsewhere", metadata("https://login.example.com"));

    assertThat(read("https://login.example.com", URI.create(base + "/elsewhere")).size())
        .isEqualTo(1);
  }

  @Test
  void theMetadataOfAnotherIssuerIsNotBelieved() {
    pages.put("/.well-known/openid-configuration", metadata("https://login.example.com"));

    assertThatThrownBy(() -> read(base, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is of another issuer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "keys", "", "jar:file:x!/y"})
  void keysAreReadByHttpAlone(String place) {
    pages.put(
        "/.well-known/openid-configuration",
        "{\"issuer\": \"%s\", \"jwks_uri\": \"%s\"}".formatted(base, place));

    assertThatThrownBy(() -> read(base, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names no safe jwks_uri");
  }

  @Test
  void aRedirectIsNotFollowed() {
    pages.put("/there", metadata(base));
    pages.put("/.well-known/openid-configuration", "to " + base + "/there");

    assertThatThrownBy(() -> read(base, null)).hasMessageContaining("answers 302");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{", "<html>", "{\"keys\": 1}"})
  void whatIsNoSetOfKeysIsRefused(String page) {
    pages.put("/.well-known/openid-configuration", metadata(base));
    pages.put("/keys", page);

    assertThatThrownBy(() -> read(base, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no set of keys");
  }

  @Test
  void anEndlessAnswerIsCutOff() {
    pages.put("/.well-known/openid-configuration", "{\"a\": \"" + "x".repeat(600_000));

    assertThatThrownBy(() -> read(base, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aSlowAnswerIsNotWaitedFor() {
    pages.put("/.well-known/openid-configuration", "slow");

    assertThatThrownBy(() -> read(base, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not answer within PT0.5S");
  }

  @Test
  void anIssuerThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> read("http://localhost:1/realms/us", null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("http://localhost:1/realms/us/.well-known/openid-configuration");
  }
}
