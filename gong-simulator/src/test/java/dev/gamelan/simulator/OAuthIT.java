package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.arrivals.CredentialUse;
import dev.gamelan.simulator.oauth.Conduct;
import dev.gamelan.simulator.oauth.OAuthClient;
import dev.gamelan.simulator.testing.Gong;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.util.UriComponentsBuilder;

class OAuthIT {
  private static final String BACK = "http://localhost:1/back";
  private static final String CLIENT = Gong.basic("app", "app-secret");
  private static final String AUTHORIZE =
      "/oauth2/authorize?client_id=app&response_type=code&redirect_uri=" + BACK;
  private static final String EXCHANGE = "/oauth2/generate-customer-token?grant_type=";
  // Both from RFC 7636, appendix B.
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private GongSimulator simulator = Gong.fresh();

  @BeforeEach
  void fresh() {
    simulator = Gong.fresh();
    simulator.oauthClients(
        new OAuthClient("app", "app-secret", Set.of(BACK), Set.of("api:users:read")),
        new OAuthClient("other", "other-secret", Set.of(BACK), Set.of()));
  }

  @Test
  void givesTokensForACodeAndLetsThemUseTheirScopesAlone() {
    var tokens = exchangeCode(code("&state=a%26b")).json();

    assertThat(tokens.get("token_type").asString()).isEqualTo("bearer");
    assertThat(tokens.get("expires_in").asLong()).isEqualTo(86_400);
    assertThat(tokens.get("scope").asString()).isEqualTo("api:users:read");
    assertThat(tokens.get("api_base_url_for_customer").asString()).isEqualTo(simulator.baseUrl());
    String access = tokens.get("access_token").asString();
    assertThat(bearer("/v2/users", access).status()).isEqualTo(200);
    assertThat(bearer("/v2/workspaces", access).error()).contains("'api:workspaces:read'");
    assertThat(simulator.arrivals(0).getFirst().key()).isEqualTo("app");
    assertThat(simulator.report().arrivals()).isEqualTo(2);
    assertThat(uses(CredentialUse.CODE_EXCHANGED)).isEqualTo(1);
  }

  @Test
  void sendsTheStateBackAsItCame() {
    URI back = consent(AUTHORIZE + "&scope=api:users:read&state=a%26b%3D+c%2B");

    assertThat(UriComponentsBuilder.fromUri(back).build().getQueryParams().getFirst("state"))
        .isEqualTo("a%26b%3D%20c%2B");
  }

  @ParameterizedTest
  @CsvSource({
    "client_id=nobody&response_type=code, This client_id is not known",
    "client_id=app&response_type=code&redirect_uri=http://evil, This redirect_uri is not registered for the integration",
  })
  void neverRedirectsToAnAddressThatIsNotRegistered(String query, String sentence) {
    Gong.Reply reply = Gong.send("GET", "/oauth2/authorize?" + query, null, null, null);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.response().body()).isEqualTo(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "&scope=api:logs:read, invalid_scope",
    "'', invalid_scope",
    "&scope=api:users:read&code_challenge=x, invalid_request",
    "&scope=api:users:read&code_challenge=x&code_challenge_method=plain, invalid_request",
  })
  void sendsBackTheReasonWhyThereIsNoCode(String more, String error) {
    assertThat(consent(AUTHORIZE + more + "&state=s")).hasQuery("error=" + error + "&state=s");
  }

  @Test
  void refusesConsentWhenToldTo() {
    Gong.json("PUT", "/simulator/oauth/conduct", "{\"refusesConsent\":true}");

    assertThat(consent(AUTHORIZE + "&scope=api:users:read")).hasQuery("error=access_denied");
  }

  @Test
  void exchangesACodeOnce() {
    String code = code("");
    assertThat(exchangeCode(code).status()).isEqualTo(200);

    Gong.Reply again = exchangeCode(code);

    assertThat(again.status()).isEqualTo(400);
    assertThat(again.json().get("error").asString()).isEqualTo("invalid_grant");
    assertThat(uses(CredentialUse.CODE_USED_TWICE)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "other, other-secret, " + BACK + ", 400, invalid_grant",
    "app, wrong, " + BACK + ", 401, invalid_client",
    "app, app-secret, http://localhost:1/elsewhere, 400, invalid_grant",
  })
  void refusesACodeToAnybodyElse(
      String id, String secret, String redirect, int status, String error) {
    Gong.Reply reply =
        post(
            "authorization_code&code=" + code("") + "&redirect_uri=" + redirect,
            Gong.basic(id, secret));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("error").asString()).isEqualTo(error);
  }

  @Test
  void verifiesTheChallengeThatWasSent() {
    String challenge = "&code_challenge_method=S256&code_challenge=" + CHALLENGE;

    assertThat(exchangeCode(code(challenge) + "&code_verifier=" + VERIFIER).status())
        .isEqualTo(200);
    assertThat(exchangeCode(code(challenge) + "&code_verifier=x").status()).isEqualTo(400);
    assertThat(exchangeCode(code(challenge)).status()).isEqualTo(400);
  }

  @Test
  void takesItsParametersFromAFormToo() {
    String form = "grant_type=authorization_code&code=" + code("") + "&redirect_uri=" + BACK;

    Gong.Reply reply =
        Gong.send(
            "POST",
            "/oauth2/generate-customer-token",
            "application/x-www-form-urlencoded",
            form,
            CLIENT);

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void refreshesOnceWithEachTokenAndTellsOfASecondUse() {
    String first = exchangeCode(code("")).json().get("refresh_token").asString();
    String second = refresh(first).json().get("refresh_token").asString();

    assertThat(refresh(first).json().get("error").asString()).isEqualTo("invalid_grant");
    assertThat(refresh(second).status()).isEqualTo(200);
    assertThat(uses(CredentialUse.TOKEN_REFRESHED)).isEqualTo(2);
    assertThat(uses(CredentialUse.REFRESH_TOKEN_USED_TWICE)).isEqualTo(1);
    assertThat(uses(CredentialUse.PARALLEL_REFRESH)).isZero();
  }

  @Test
  void tellsOfRefreshesThatRunBesideEachOther() {
    String token = exchangeCode(code("")).json().get("refresh_token").asString();
    Gong.json("PUT", "/simulator/oauth/conduct", "{\"delayMillis\":500}");

    List<Integer> statuses =
        IntStream.range(0, 3)
            .mapToObj(number -> CompletableFuture.supplyAsync(() -> refresh(token).status()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .sorted()
            .toList();

    assertThat(statuses).containsExactly(200, 400, 400);
    assertThat(uses(CredentialUse.PARALLEL_REFRESH)).isEqualTo(2);
  }

  @Test
  void spendsTheRefreshTokenEvenWhenTheAnswerIsLost() {
    String token = exchangeCode(code("")).json().get("refresh_token").asString();
    simulator.conduct(new Conduct(null, null, null, 1, null));

    assertThat(refresh(token).status()).isEqualTo(504);
    assertThat(refresh(token).status()).isEqualTo(400);
  }

  @Test
  void saysThatARevokedTokenIsRevoked() {
    var tokens = exchangeCode(code("")).json();
    String access = tokens.get("access_token").asString();

    Gong.json("POST", "/simulator/oauth/revoke", "{}");

    assertThat(bearer("/v2/users", access).status()).isEqualTo(401);
    assertThat(bearer("/v2/users", access).error()).isEqualTo("access token has been revoked");
    assertThat(refresh(tokens.get("refresh_token").asString()).status()).isEqualTo(200);
  }

  @Test
  void refreshesNothingOnceTheConsentIsWithdrawn() {
    String token = exchangeCode(code("")).json().get("refresh_token").asString();

    simulator.revokeTokens(true);

    assertThat(refresh(token).json().get("error").asString()).isEqualTo("invalid_grant");
  }

  @Test
  void letsTokensLiveAsLongAsItIsToldTo() {
    Gong.Reply asked = exchangeCode(code("") + "&validity_duration=60");
    simulator.conduct(new Conduct(null, 7L, null, null, URI.create("https://elsewhere.test")));
    Gong.Reply told = exchangeCode(code(""));

    assertThat(asked.json().get("expires_in").asLong()).isEqualTo(60);
    assertThat(told.json().get("expires_in").asLong()).isEqualTo(7);
    assertThat(told.json().get("api_base_url_for_customer").asString())
        .isEqualTo("https://elsewhere.test");
  }

  @Test
  void tellsOfATokenAtAnotherCompanysHost() {
    String access = exchangeCode(code("")).json().get("access_token").asString();
    try (GongSimulator other = GongSimulator.start("--logging.level.root=WARN")) {
      Gong.Reply reply = Gong.at(other.baseUrl(), "/v2/users", "Bearer " + access);

      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.error()).isEqualTo("access token has been revoked");
      assertThat(other.report().credentials()).containsEntry(CredentialUse.TOKEN_AT_WRONG_HOST, 1L);
    }
    assertThat(uses(CredentialUse.TOKEN_AT_WRONG_HOST)).isZero();
  }

  @Test
  void neverShowsAClientsSecret() {
    assertThat(Gong.get("/simulator/oauth/clients").response().body())
        .contains("\"app\"")
        .doesNotContain("app-secret");
  }

  private long uses(CredentialUse use) {
    return simulator.report().credentials().getOrDefault(use, -1L);
  }

  private static String code(String more) {
    URI back = consent(AUTHORIZE + "&scope=api:users:read" + more);
    return String.valueOf(
        UriComponentsBuilder.fromUri(back).build().getQueryParams().getFirst("code"));
  }

  private static URI consent(String target) {
    Gong.Reply reply = Gong.send("GET", target, null, null, null);
    assertThat(reply.status()).isEqualTo(302);
    return URI.create(reply.header("location"));
  }

  private static Gong.Reply exchangeCode(String code) {
    return post("authorization_code&code=" + code + "&redirect_uri=" + BACK, CLIENT);
  }

  private static Gong.Reply refresh(String token) {
    return post("refresh_token&refresh_token=" + token, CLIENT);
  }

  private static Gong.Reply post(String query, String authorization) {
    return Gong.send("POST", EXCHANGE + query, null, null, authorization);
  }

  private static Gong.Reply bearer(String target, String token) {
    return Gong.send("GET", target, null, null, "Bearer " + token);
  }
}
