package dev.gamelan.gongcaller.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.util.UriComponentsBuilder;

class AuthorizationServerTest {
  private static final OAuthApp APP = new OAuthApp("app", "hush");
  private static final URI BACK = URI.create("https://gamelan.test/v1/oauth/callback");

  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private HttpServer gong;
  private volatile int status = 200;
  private volatile String body = "";

  private record Asked(String target, String authorization, String form) {}

  @BeforeEach
  void listen() throws IOException {
    gong = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gong.createContext(
        "/",
        exchange -> {
          asked.add(
              new Asked(
                  exchange.getRequestURI().toString(),
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          if (status == 302) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
          }
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    gong.start();
  }

  @AfterEach
  void close() {
    gong.stop(0);
  }

  @Test
  void sendsABrowserToGongWithTheHashOfTheVerifierOnly() {
    URI url = server().consentUrl(APP, BACK, List.of("api:a", "api:b"), "st+te", "verifier");

    var query = UriComponentsBuilder.fromUri(url).build().getQueryParams().toSingleValueMap();
    assertThat(query)
        .containsEntry("client_id", "app")
        .containsEntry("response_type", "code")
        .containsEntry("scope", "api%3Aa%20api%3Ab")
        .containsEntry("state", "st%2Bte")
        .containsEntry("code_challenge", Proof.s256("verifier"))
        .containsEntry("code_challenge_method", "S256");
    assertThat(url.toString()).doesNotContain("verifier").doesNotContain("hush");
  }

  @Test
  void challengesAsTheStandardDoes() {
    // RFC 7636, appendix B.
    assertThat(Proof.s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void understandsWhatGongGrants() throws InterruptedException {
    body =
        "{\"access_token\":\"aa\",\"refresh_token\":\"rr\",\"expires_in\":86400,"
            + "\"token_type\":\"bearer\",\"scope\":\"api:a api:b\","
            + "\"api_base_url_for_customer\":\"https://company-17.api.gong.io\"}";

    TokenAnswer answer = server().exchange(APP, BACK, "co de", "verifier");

    assertThat(answer)
        .isEqualTo(
            new TokenAnswer.Granted(
                "aa",
                "rr",
                Duration.ofDays(1),
                Set.of("api:a", "api:b"),
                "https://company-17.api.gong.io"));
    assertThat(answer.toString()).doesNotContain("aa").doesNotContain("rr");
    Asked request = asked.take();
    assertThat(request.target()).isEqualTo("/token");
    assertThat(request.authorization()).isEqualTo("Basic YXBwOmh1c2g=");
    assertThat(request.form())
        .contains("grant_type=authorization_code", "code=co%20de", "code_verifier=verifier")
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "400; {\"error\":\"invalid_grant\"}; true",
        "401; {\"error\":\"invalid_client\"}; false",
        "400; {\"error\":\"something\"}; true",
        "401; ''; false",
      })
  void tellsARefusedTokenFromARefusedIntegration(int answered, String content, boolean grant) {
    status = answered;
    body = content;

    assertThat(server().refresh(APP, "rr"))
        .isInstanceOfSatisfying(
            TokenAnswer.Refused.class, refused -> assertThat(refused.grant()).isEqualTo(grant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "500; ''",
        "429; {\"error\":\"invalid_grant\"}",
        "302; ''",
        "200; <html>",
        "200; {\"access_token\":\"a\",\"expires_in\":5}",
        "200; {\"access_token\":\"a\\n\",\"refresh_token\":\"r\",\"expires_in\":5}",
        "200; {\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":0}",
      })
  void neverTakesAnythingElseForAYesOrANo(int answered, String content) {
    status = answered;
    body = content;

    assertThat(server().refresh(APP, "rr")).isInstanceOf(TokenAnswer.Unclear.class);
    assertThat(asked).as("asked once, and no redirect followed").hasSize(1);
  }

  @Test
  void readsNoMoreThanAnAnswerMayHave() {
    status = 200;
    body =
        "{\"padding\":\"%s\",\"access_token\":\"aa\",\"refresh_token\":\"rr\",\"expires_in\":60}"
            .formatted("x".repeat(64 * 1024));

    assertThat(server().refresh(APP, "rr")).isInstanceOf(TokenAnswer.Unclear.class);
  }

  @Test
  void saysThatNobodyAnswered() {
    AuthorizationServer server = server();
    gong.stop(0);

    assertThat(server.refresh(APP, "rr"))
        .isEqualTo(new TokenAnswer.Unclear("Gong's authorization server gave no answer."));
  }

  private AuthorizationServer server() {
    String url = "http://localhost:" + gong.getAddress().getPort();
    return new AuthorizationServer(
        new OAuthProperties(
            URI.create(url + "/authorize"),
            URI.create(url + "/token"),
            BACK,
            null,
            null,
            List.of("api:a"),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3)));
  }
}
