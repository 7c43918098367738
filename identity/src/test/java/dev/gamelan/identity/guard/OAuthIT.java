package dev.gamelan.identity.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.identity.oauth.Signer;
import dev.gamelan.identity.tokens.Tokens;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service behind a real authorization server. */
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.main.web-application-type=reactive",
      "gamelan.tokens.required=true",
      "gamelan.identity.oauth.resource=https://g.example.com/mcp",
      "gamelan.identity.oauth.audiences=api://gamelan",
      "gamelan.identity.oauth.patience=20s",
      "gamelan.identity.oauth.keys.read-at-most-every=1ms"
    })
class OAuthIT {
  private static final String RESOURCE = "https://g.example.com/mcp";
  private static final String METADATA =
      "resource_metadata=\"https://g.example.com/.well-known/oauth-protected-resource/mcp\"";
  private static final Rotating KEYS = new Rotating();
  private static final MockOAuth2Server LOGIN = login();
  @TempDir private static Path folder;

  @Autowired private WebTestClient http;

  /** Signs with a new key, and publishes only that, from each rotation on. */
  private static final class Rotating extends KeyProvider {
    private volatile int generation;

    @Override
    public JWK signingKey(String issuerId) {
      return super.signingKey(issuerId + "-" + generation);
    }
  }

  private static MockOAuth2Server login() {
    var config =
        new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(KEYS, (Instant) null));
    MockOAuth2Server login = new MockOAuth2Server(config);
    login.start();
    return login;
  }

  @AfterAll
  static void stop() {
    LOGIN.shutdown();
  }

  @DynamicPropertySource
  static void identities(DynamicPropertyRegistry properties) {
    Path file =
        Tokens.file(
            folder.resolve("tokens.json"),
            Instant.EPOCH,
            Tokens.entry("ann", "local-secret", "read"));
    properties.add("gamelan.tokens.file", file::toString);
    properties.add("gamelan.identity.oauth.issuers[0].issuer", () -> issuer("us"));
    properties.add("gamelan.identity.oauth.issuers[0].name", () -> "us");
    properties.add("gamelan.identity.oauth.issuers[1].issuer", () -> issuer("partner"));
    properties.add("gamelan.identity.oauth.issuers[1].name", () -> "partner");
    properties.add("gamelan.identity.oauth.issuers[2].issuer", () -> "http://localhost:1/away");
    properties.add("gamelan.identity.oauth.issuers[2].name", () -> "away");
  }

  private static String issuer(String id) {
    return LOGIN.issuerUrl(id).toString();
  }

  @RestController
  @Configuration
  @EnableAutoConfiguration
  static class Service {
    @GetMapping("/who")
    String who(Caller caller) {
      Account account = caller.account();
      return caller.name()
          + " "
          + caller.displayName()
          + caller.roles().stream().sorted().map(Role::name).collect(Collectors.toList())
          + (account == null ? "" : " " + account.clientId() + account.groups() + account.roles());
    }
  }

  /** As the server would issue it, but for what is put in place of its claims. */
  private static String token(String issuerId, Map<String, Object> more) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer(issuerId))
            .audience(RESOURCE)
            .subject("ann")
            .claim("scope", "openid gong:read")
            .expirationTime(in(300));
    more.forEach(claims::claim);
    return new Signer(KEYS.signingKey(issuerId).toRSAKey()).sign(claims.build());
  }

  private static String token(Map<String, Object> more) {
    return token("us", more);
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private WebTestClient.ResponseSpec ask(String token) {
    return http.get().uri("/who").header("Authorization", "Bearer " + token).exchange();
  }

  private void assertKnownAs(String expected, String token) {
    ask(token).expectStatus().isOk().expectBody(String.class).isEqualTo(expected);
  }

  private void assertRefused(String reason, String token) {
    String challenge =
        ask(token)
            .expectStatus()
            .isUnauthorized()
            .expectHeader()
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .expectBody()
            .jsonPath("$.detail")
            .value(String.class, detail -> assertThat(detail).contains(reason))
            .returnResult()
            .getResponseHeaders()
            .getFirst("WWW-Authenticate");
    assertThat(challenge)
        .startsWith("Bearer error=\"invalid_token\", error_description=\"")
        .contains(reason)
        .endsWith("\", scope=\"gong:read\", " + METADATA)
        .doesNotContain(token);
  }

  @Test
  void anAccessTokenOfTheServerIsKnown() {
    assertKnownAs(
        "us:ann us:ann[READ] claude[][]",
        LOGIN
            .issueToken(
                "us",
                "claude",
                new DefaultOAuth2TokenCallback(
                    "us", "ann", "JWT", List.of(RESOURCE), Map.of("scope", "gong:read"), 300))
            .serialize());
    assertRefused(
        "another service", LOGIN.issueToken("us", "ann", "some-other-service").serialize());
  }

  @Test
  void groupsClientAndRolesAreRead() {
    assertKnownAs(
        "us:ann Ann[READ, WRITE] claude[/sales][manager]",
        token(
            Map.of(
                "preferred_username", "Ann",
                "azp", "claude",
                "groups", List.of("/sales"),
                "realm_access", Map.of("roles", List.of("manager")),
                "scope", "gong:write")));
  }

  @Test
  void localTokensGoOnBesideIt() {
    assertKnownAs("ann ann[READ]", "local-secret");
  }

  @Test
  void theSameSubjectOfAnotherIssuerIsSomeoneElse() {
    assertKnownAs("partner:ann partner:ann[READ] null[][]", token("partner", Map.of()));
  }

  @Test
  void oneIssuerCannotSignForAnother() {
    assertRefused("does not publish", token(Map.of("iss", issuer("partner"))));
  }

  @Test
  void anotherAudienceIsAcceptedWhereConfiguredAlone() {
    assertKnownAs("us:ann us:ann[READ] null[][]", token(Map.of("aud", "api://gamelan")));
    assertRefused("another service", token(Map.of("aud", "https://g.example.com")));
    assertRefused("another service", token(Map.of("aud", List.of())));
  }

  @Test
  void anUnknownIssuerIsRefused() {
    assertRefused("not of an issuer", token("strangers", Map.of()));
  }

  @ParameterizedTest
  @CsvSource({"-60, has expired", "-31, has expired"})
  void anExpiredTokenIsRefused(long seconds, String reason) {
    assertRefused(reason, token(Map.of("exp", in(seconds))));
  }

  @Test
  void clocksMayDifferALittle() {
    assertKnownAs("us:ann us:ann[READ] null[][]", token(Map.of("exp", in(-10))));
    assertKnownAs("us:ann us:ann[READ] null[][]", token(Map.of("nbf", in(20))));
    assertRefused("not valid yet", token(Map.of("nbf", in(120))));
  }

  @Test
  void aTokenThatIsNotSignedIsRefused() {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer("us"))
            .audience(RESOURCE)
            .subject("ann")
            .expirationTime(in(60))
            .build();

    assertRefused("no signed access token", new PlainJWT(claims).serialize());
    assertRefused("does not publish", Signer.named("us-0-forged").sign(claims));
    assertRefused("signature is wrong", Signer.named("us-" + KEYS.generation).sign(claims));
  }

  @Test
  void aTokenOfARotatedKeyIsKnownAndTheOldKeyIsNot() {
    String before = token("partner", Map.of());
    ask(token("partner", Map.of("jti", "another"))).expectStatus().isOk();

    KEYS.generation++;

    assertKnownAs("partner:ann partner:ann[READ] null[][]", token("partner", Map.of()));
    assertRefused("does not publish", before);
  }

  @Test
  void anIssuerThatIsAwayIsNoReasonToLogInAgain() {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("http://localhost:1/away")
            .audience(RESOURCE)
            .subject("ann")
            .expirationTime(in(60))
            .build();

    ask(Signer.named("k").sign(claims))
        .expectStatus()
        .isEqualTo(503)
        .expectHeader()
        .valueEquals("Retry-After", "1")
        .expectHeader()
        .doesNotExist("WWW-Authenticate")
        .expectBody()
        .jsonPath("$.detail")
        .value(String.class, detail -> assertThat(detail).contains("cannot be read at the moment"));
    assertKnownAs("ann ann[READ]", "local-secret");
  }

  @Test
  void whoBringsNothingIsToldWhereToGo() {
    http.get()
        .uri("/who")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectHeader()
        .valueEquals("WWW-Authenticate", "Bearer scope=\"gong:read\", " + METADATA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-protected-resource",
        "/.well-known/oauth-protected-resource/mcp"
      })
  void theResourceDescribesItselfToAnyone(String place) {
    http.get()
        .uri(place)
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType(MediaType.APPLICATION_JSON)
        .expectHeader()
        .valueEquals("Cache-Control", "max-age=300, public")
        .expectBody()
        .jsonPath("$.resource")
        .isEqualTo(RESOURCE)
        .jsonPath("$.authorization_servers[0]")
        .isEqualTo(issuer("us"))
        .jsonPath("$.scopes_supported")
        .isEqualTo(List.of("gong:read", "gong:write"));
  }

  @Test
  void nothingElseStandsBesideIt() {
    http.get()
        .uri("/.well-known/oauth-protected-resource/other")
        .exchange()
        .expectStatus()
        .isNotFound();
    http.get().uri("/.well-known/openid-configuration").exchange().expectStatus().isUnauthorized();
  }
}
