package dev.gamelan.simulator.oauth;

import dev.gamelan.simulator.arrivals.ArrivalLog;
import dev.gamelan.simulator.arrivals.CredentialUse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Decides on consent and exchanges codes and refresh tokens, in Gong's rules. */
@Component
public class AuthorizationServer {
  private final Clock clock;
  private final ArrivalLog log;
  private final Tokens tokens;
  private final OAuthProperties properties;
  private final Map<String, Code> codes = new HashMap<>();
  private Map<String, OAuthClient> clients;
  private Conduct conduct = Conduct.USUAL;

  AuthorizationServer(Clock clock, ArrivalLog log, Tokens tokens, OAuthProperties properties) {
    this.clock = clock;
    this.log = log;
    this.tokens = tokens;
    this.properties = properties;
    this.clients = index(properties.clients());
  }

  private record Code(
      Tokens.Consented consented,
      String redirectUri,
      @Nullable String challenge,
      Instant expiresAt,
      boolean spent) {

    Code used() {
      return new Code(consented, redirectUri, challenge, expiresAt, true);
    }
  }

  public synchronized void clients(List<OAuthClient> changed) {
    clients = index(changed);
  }

  public synchronized List<OAuthClient> clients() {
    return List.copyOf(clients.values());
  }

  public synchronized Conduct conduct() {
    return conduct;
  }

  public synchronized void conduct(Conduct changed) {
    conduct = changed;
  }

  /** Whether the answer to an exchange that is just done gets lost. */
  synchronized boolean losesAnswer() {
    boolean loses = conduct.losesAnswer();
    conduct = loses ? conduct.withOneAnswerLost() : conduct;
    return loses;
  }

  synchronized Consent authorize(Map<String, String> asked) {
    OAuthClient client = clients.get(asked.getOrDefault("client_id", ""));
    String redirect = asked.getOrDefault("redirect_uri", "");
    if (client == null) {
      return new Consent.Page("This client_id is not known");
    }
    if (!client.redirectUris().contains(redirect)) {
      return new Consent.Page("This redirect_uri is not registered for the integration");
    }
    String state = asked.get("state");
    Set<String> scopes = words(asked.getOrDefault("scope", ""));
    if (!"code".equals(asked.get("response_type"))) {
      return back(redirect, "error", "unsupported_response_type", state);
    }
    if (asked.containsKey("code_challenge") && !"S256".equals(asked.get("code_challenge_method"))) {
      return back(redirect, "error", "invalid_request", state);
    }
    if (scopes.isEmpty() || !client.mayAskFor(scopes)) {
      return back(redirect, "error", "invalid_scope", state);
    }
    if (conduct.refuses()) {
      return back(redirect, "error", "access_denied", state);
    }
    String code = UUID.randomUUID().toString();
    codes.put(
        code,
        new Code(
            new Tokens.Consented(UUID.randomUUID().toString(), client.clientId(), scopes),
            redirect,
            asked.get("code_challenge"),
            clock.instant().plus(properties.codeLifetime()),
            false));
    return back(redirect, "code", code, state);
  }

  /** Exchanges a code or a refresh token. */
  synchronized Exchange exchange(
      Map<String, String> asked, @Nullable String authorization, String ownUrl) {
    Optional<OAuthClient> client =
        clients.values().stream().filter(one -> one.isAuthenticatedBy(authorization)).findFirst();
    String clientId = client.map(OAuthClient::clientId).orElse("");
    if (client.isEmpty() || !asked.getOrDefault("client_id", clientId).equals(clientId)) {
      return new Exchange.Refused(401, "invalid_client", "The client id or secret is not valid");
    }
    return switch (asked.getOrDefault("grant_type", "")) {
      case "authorization_code" -> exchangeCode(clientId, asked, ownUrl);
      case "refresh_token" -> refresh(clientId, asked, ownUrl);
      default -> new Exchange.Refused(400, "unsupported_grant_type", "Not a known grant type");
    };
  }

  private Exchange exchangeCode(String clientId, Map<String, String> asked, String ownUrl) {
    String value = asked.getOrDefault("code", "");
    Code code = codes.get(value);
    if (code == null || !code.consented().clientId().equals(clientId)) {
      return Exchange.invalidGrant("The code is not known");
    }
    if (code.spent()) {
      log.note(CredentialUse.CODE_USED_TWICE);
      return Exchange.invalidGrant("The code was used before");
    }
    codes.put(value, code.used());
    if (!clock.instant().isBefore(code.expiresAt())) {
      return Exchange.invalidGrant("The code has expired");
    }
    if (!code.redirectUri().equals(asked.get("redirect_uri"))) {
      return Exchange.invalidGrant("The redirect_uri is not that of the authorization");
    }
    String challenge = code.challenge();
    if (challenge != null && !challenge.equals(s256(asked.getOrDefault("code_verifier", "")))) {
      return Exchange.invalidGrant("The code_verifier does not fit the code_challenge");
    }
    log.note(CredentialUse.CODE_EXCHANGED);
    return issue(code.consented(), asked, ownUrl);
  }

  private Exchange refresh(String clientId, Map<String, String> asked, String ownUrl) {
    Optional<Tokens.Consented> consented =
        tokens.spend(clientId, asked.getOrDefault("refresh_token", ""));
    if (consented.isEmpty()) {
      return Exchange.invalidGrant("The refresh token is not valid");
    }
    log.note(CredentialUse.TOKEN_REFRESHED);
    return issue(consented.get(), asked, ownUrl);
  }

  private Exchange issue(Tokens.Consented consented, Map<String, String> asked, String ownUrl) {
    Duration lifetime = properties.accessTokenLifetime();
    String wanted = asked.getOrDefault("validity_duration", "");
    if (wanted.matches("[1-9][0-9]{0,6}")) {
      lifetime = Duration.ofSeconds(Long.parseLong(wanted));
    }
    Long fixed = conduct.expiresInSeconds();
    lifetime = fixed == null ? lifetime : Duration.ofSeconds(fixed);
    URI elsewhere = conduct.apiBaseUrl();
    var pair = tokens.issue(consented, lifetime);
    return new Exchange.Issued(
        pair.accessToken(),
        pair.refreshToken(),
        lifetime.toSeconds(),
        "bearer",
        String.join(" ", consented.scopes()),
        elsewhere == null ? ownUrl : elsewhere.toString());
  }

  private static Consent back(String redirect, String name, String value, @Nullable String state) {
    var to = UriComponentsBuilder.fromUriString(redirect).queryParam(name, "{value}");
    if (state != null) {
      to.queryParam("state", "{state}");
    }
    var values = state == null ? Map.of("value", value) : Map.of("value", value, "state", state);
    return new Consent.SentBack(to.encode().buildAndExpand(values).toUri());
  }

  private static Set<String> words(String scope) {
    return Arrays.stream(scope.strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String s256(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, OAuthClient> index(List<OAuthClient> clients) {
    return clients.stream()
        .collect(Collectors.toUnmodifiableMap(OAuthClient::clientId, Function.identity()));
  }
}
