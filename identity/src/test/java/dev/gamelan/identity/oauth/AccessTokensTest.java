package dev.gamelan.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String ISSUER = "https://login.example.com/realms/us";
  private static final String RESOURCE = "https://gamelan.example.com/mcp";
  private static final Signer SIGNER = Signer.named("k1");
  private static final Signer STRANGER = Signer.named("k1");
  private static final ECKey CURVE = curve();

  private final AccessTokens tokens = tokens(Map.of());

  private static AccessTokens tokens(Map<String, String> settings) {
    OAuthProperties properties = Bound.properties(settings);
    var keys = new JWKSet(List.of(SIGNER.key().toPublicJWK(), CURVE.toPublicJWK()));
    var issuerKeys =
        new IssuerKeys(
            ISSUER, () -> keys, properties.keys(), Duration.ofSeconds(1), () -> NOW, Runnable::run);
    var granting = new Granting(properties.scopes(), properties.reservedFor());
    return new AccessTokens(
        Map.of(ISSUER, new AccessTokens.Trusted("us", issuerKeys)),
        Set.of(RESOURCE),
        properties,
        new Accounts(properties.claims(), granting),
        () -> NOW);
  }

  private static ECKey curve() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
    } catch (JOSEException problem) {
      throw new IllegalStateException(problem);
    }
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(List.of("account", RESOURCE))
        .subject("ann")
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(300)))
        .claim("scope", "openid gong:read");
  }

  private TokenVerdict check(String token) {
    try {
      return tokens.check(token);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private void assertRefused(String token, String reason) {
    assertThat(check(token))
        .isInstanceOfSatisfying(
            TokenVerdict.Refused.class,
            refused -> assertThat(refused.sentence()).contains(reason).doesNotContain("ann"));
  }

  private static Caller caller(TokenVerdict verdict) {
    assertThat(verdict).isInstanceOf(TokenVerdict.Known.class);
    return ((TokenVerdict.Known) verdict).caller();
  }

  @Test
  void aTokenForHereIsKnownByItsIssuerAndSubject() {
    Caller caller = caller(check(SIGNER.sign(claims().build())));

    assertThat(caller.name()).isEqualTo("us:ann");
    assertThat(caller.roles()).containsExactly(Role.READ);
    assertThat(caller.account())
        .isEqualTo(
            new Account(
                ISSUER, "ann", "us:ann", null, Set.of("openid", "gong:read"), Set.of(), Set.of()));
  }

  @Test
  void aGoodTokenAloneIsKnownAgainWithoutAnotherCheck() {
    String good = SIGNER.sign(claims().build());
    String expired = SIGNER.sign(claims().expirationTime(Date.from(NOW.minusSeconds(60))).build());
    assertThat(tokens.recentlyKnown(good)).isEmpty();

    Caller caller = caller(check(good));
    check(expired);

    assertThat(tokens.recentlyKnown(good)).contains(caller);
    assertThat(tokens.recentlyKnown(expired)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS512", "PS256"})
  void everyAlgorithmOfAPairOfRsaKeysIsAccepted(String algorithm) {
    JWSHeader header = SIGNER.header(JWSAlgorithm.parse(algorithm)).build();

    assertThat(caller(check(SIGNER.sign(header, claims().build()))).name()).isEqualTo("us:ann");
  }

  @Test
  void aPairOfCurveKeysIsAccepted() throws JOSEException {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("e1").build(), claims().build());
    jwt.sign(new ECDSASigner(CURVE));

    assertThat(caller(check(jwt.serialize())).name()).isEqualTo("us:ann");
  }

  @Test
  void aTokenThatIsNotSignedIsRefused() {
    assertRefused(new PlainJWT(claims().build()).serialize(), "is no signed access token");
  }

  @Test
  void thePublicKeyIsNoSecretToSignWith() throws JOSEException {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
    jwt.sign(new MACSigner(SIGNER.key().toPublicKey().getEncoded()));

    assertRefused(jwt.serialize(), "algorithm that is not accepted");
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsNotBelieved() {
    JWSHeader header =
        STRANGER.header(JWSAlgorithm.RS256).jwk(STRANGER.key().toPublicJWK()).build();

    assertRefused(STRANGER.sign(header, claims().build()), "signature is wrong");
  }

  @Test
  void aKeyThatIsNotPublishedIsNotBelieved() {
    assertRefused(Signer.named("k2").sign(claims().build()), "does not publish");
  }

  @Test
  void claimsThatWereChangedAreRefused() {
    String[] parts = SIGNER.sign(claims().build()).split("\\.");
    String changed =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("gong:read", "gong:write");
    String forged =
        parts[0]
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(changed.getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[2];

    assertRefused(forged, "signature is wrong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://gamelan.example.com",
        "https://gamelan.example.com/mcp/",
        "https://gamelan.example.com/MCP",
        "account"
      })
  void aTokenForAnotherServiceIsRefused(String audience) {
    assertRefused(
        SIGNER.sign(claims().audience(audience).build()), "issued for another service (aud)");
  }

  @Test
  void aTokenForNobodyInParticularIsRefused() {
    assertRefused(
        SIGNER.sign(claims().audience((String) null).build()), "issued for another service (aud)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.com/realms/us/",
        "https://login.example.com/realms/them",
        "http://login.example.com/realms/us"
      })
  void aTokenOfAnotherIssuerIsRefused(String issuer) {
    assertRefused(SIGNER.sign(claims().issuer(issuer).build()), "not of an issuer");
  }

  @ParameterizedTest
  @CsvSource({"-31, false", "-30, false", "-29, true", "0, true", "1, true"})
  void expiryHasTheLeeway(long secondsFromNow, boolean accepted) {
    String token =
        SIGNER.sign(claims().expirationTime(Date.from(NOW.plusSeconds(secondsFromNow))).build());

    assertAcceptedOr(accepted, token, "has expired");
  }

  @ParameterizedTest
  @CsvSource({"31, false", "30, true", "0, true"})
  void aBeginningInTheFutureHasTheLeeway(long secondsFromNow, boolean accepted) {
    Date begin = Date.from(NOW.plusSeconds(secondsFromNow));

    assertAcceptedOr(accepted, SIGNER.sign(claims().notBeforeTime(begin).build()), "not valid yet");
    assertAcceptedOr(accepted, SIGNER.sign(claims().issueTime(begin).build()), "not valid yet");
  }

  private void assertAcceptedOr(boolean accepted, String token, String reason) {
    if (accepted) {
      assertThat(caller(check(token)).name()).isEqualTo("us:ann");
    } else {
      assertRefused(token, reason);
    }
  }

  @Test
  void aTokenThatNeverExpiresIsRefused() {
    assertRefused(SIGNER.sign(claims().expirationTime(null).build()), "when it expires");
  }

  @Test
  void aTokenAboutNobodyIsRefused() {
    assertRefused(SIGNER.sign(claims().subject(null).build()), "who it is about");
    assertRefused(SIGNER.sign(claims().subject(" ").build()), "who it is about");
  }

  @ParameterizedTest
  @CsvSource({"at+jwt, true", "AT+JWT, true", "JWT, true", "logout+jwt, false", "dpop+jwt, false"})
  void onlyAccessTokensAreAccepted(String type, boolean accepted) {
    JWSHeader header = SIGNER.header(JWSAlgorithm.RS256).type(new JOSEObjectType(type)).build();

    assertAcceptedOr(accepted, SIGNER.sign(header, claims().build()), "is no access token");
  }

  @Test
  void anEndlessTokenIsNotEvenRead() {
    String endless = SIGNER.sign(claims().claim("more", "x".repeat(8000)).build());

    assertThat(endless).hasSizeGreaterThan(AccessTokens.LONGEST);
    assertRefused(endless, "too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "a.b.c", "..", "eyJhbGciOiJSUzI1NiJ9.e30.", "{}.{}.{}"})
  void whatIsNoTokenIsRefused(String text) {
    assertThat(check(text)).isInstanceOf(TokenVerdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "none", "EdDSA", "RSA"})
  void noOtherAlgorithmCanBeConfigured(String algorithm) {
    assertThatThrownBy(() -> tokens(Map.of("gamelan.identity.oauth.algorithms", algorithm)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gamelan.identity.oauth.algorithms may name RS, PS and ES");
  }
}
