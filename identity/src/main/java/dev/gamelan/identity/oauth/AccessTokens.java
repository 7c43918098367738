package dev.gamelan.identity.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gamelan.identity.Caller;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks access tokens: of a known issuer, signed by one of its keys, meant for here, valid now.
 *
 * <p>May block for as long as its patience while an issuer is asked for its keys.
 */
public final class AccessTokens {
  /** What fits into a request's headers. */
  static final int LONGEST = 8192;

  private static final Set<JOSEObjectType> TYPES =
      Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Trusted> issuers;
  private final Set<JWSAlgorithm> algorithms;
  private final Set<String> audiences;
  private final Duration leeway;
  private final Duration retryAfter;
  private final Accounts accounts;
  private final RecentlyChecked recent;
  private final InstantSource clock;

  record Trusted(String name, IssuerKeys keys) {}

  AccessTokens(
      Map<String, Trusted> issuers,
      Set<String> audiences,
      OAuthProperties properties,
      Accounts accounts,
      InstantSource clock) {
    this.issuers = Map.copyOf(issuers);
    this.audiences = Set.copyOf(audiences);
    this.algorithms =
        properties.algorithms().stream()
            .map(AccessTokens::asymmetric)
            .collect(Collectors.toUnmodifiableSet());
    this.leeway = properties.leeway();
    this.retryAfter = properties.keys().readAtMostEvery();
    this.accounts = accounts;
    this.recent = new RecentlyChecked(properties.checkedAgainAfter(), clock);
    this.clock = clock;
  }

  private static JWSAlgorithm asymmetric(String name) {
    JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
    if (!JWSAlgorithm.Family.RSA.contains(algorithm)
        && !JWSAlgorithm.Family.EC.contains(algorithm)) {
      throw new IllegalStateException(
          "gamelan.identity.oauth.algorithms may name RS, PS and ES algorithms, not " + name);
    }
    return algorithm;
  }

  /** Who showed this token a moment ago; does not block. */
  public Optional<Caller> recentlyKnown(String token) {
    return token.length() > LONGEST ? Optional.empty() : recent.find(token);
  }

  public TokenVerdict check(String token) throws InterruptedException {
    if (token.length() > LONGEST) {
      return new TokenVerdict.Refused("The token is too long.");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      TokenVerdict verdict = check(jwt, claims);
      if (verdict instanceof TokenVerdict.Known(Caller caller)) {
        recent.add(token, caller, claims.getExpirationTime().toInstant());
      }
      return verdict;
    } catch (ParseException unsigned) {
      return new TokenVerdict.Refused(
          "The token is not known here, and is no signed access token.");
    }
  }

  private TokenVerdict check(SignedJWT jwt, @Nullable JWTClaimsSet claims)
      throws InterruptedException {
    if (!algorithms.contains(jwt.getHeader().getAlgorithm())) {
      return new TokenVerdict.Refused("The token is signed by an algorithm that is not accepted.");
    }
    JOSEObjectType type = jwt.getHeader().getType();
    if (claims == null || (type != null && !TYPES.contains(type))) {
      return new TokenVerdict.Refused("The token is no access token.");
    }
    String issuer = claims.getIssuer();
    Trusted trusted = issuer == null ? null : issuers.get(issuer);
    if (issuer == null || trusted == null) {
      return new TokenVerdict.Refused("The token is not of an issuer that is known here.");
    }
    return switch (trusted.keys().find(jwt.getHeader())) {
      case IssuerKeys.Found.IssuerAway() ->
          new TokenVerdict.Undecided(
              "The token cannot be checked, because the authorization server's keys cannot be read"
                  + " at the moment; try again in %d seconds."
                      .formatted(Math.max(1, retryAfter.toSeconds())),
              retryAfter);
      case IssuerKeys.Found.NoSuchKey() ->
          new TokenVerdict.Refused(
              "The token is signed with a key that its issuer does not publish.");
      case IssuerKeys.Found.Candidates(var keys) when !signedByOneOf(keys, jwt) ->
          new TokenVerdict.Refused("The token's signature is wrong.");
      case IssuerKeys.Found.Candidates ignored -> judge(issuer, trusted, claims, jwt);
    };
  }

  private static boolean signedByOneOf(List<JWK> keys, SignedJWT jwt) {
    var verifiers = new DefaultJWSVerifierFactory();
    for (JWK key : keys) {
      try {
        if (key instanceof AsymmetricJWK pair
            && jwt.verify(verifiers.createJWSVerifier(jwt.getHeader(), pair.toPublicKey()))) {
          return true;
        }
      } catch (JOSEException unfit) {
        // Not by this key.
      }
    }
    return false;
  }

  private TokenVerdict judge(String issuer, Trusted trusted, JWTClaimsSet claims, SignedJWT jwt) {
    String subject = claims.getSubject();
    String wrong = wrong(claims);
    if (wrong != null) {
      return new TokenVerdict.Refused(wrong);
    }
    if (subject == null || subject.isBlank()) {
      return new TokenVerdict.Refused("The token does not say who it is about (sub).");
    }
    return new TokenVerdict.Known(
        accounts.caller(
            issuer, trusted.name(), subject, JSON.readTree(jwt.getPayload().toBytes())));
  }

  private @Nullable String wrong(JWTClaimsSet claims) {
    if (claims.getAudience().stream().noneMatch(audiences::contains)) {
      return "The token was issued for another service (aud).";
    }
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    if (expires == null) {
      return "The token does not say when it expires (exp).";
    }
    if (!now.isBefore(expires.toInstant().plus(leeway))) {
      return "The token has expired.";
    }
    if (isAhead(claims.getNotBeforeTime(), now) || isAhead(claims.getIssueTime(), now)) {
      return "The token is not valid yet.";
    }
    return null;
  }

  private boolean isAhead(@Nullable Date date, Instant now) {
    return date != null && date.toInstant().isAfter(now.plus(leeway));
  }
}
