package dev.gamelan.gongcaller.oauth;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks for tokens at Gong. This is not its metered API, so no permit is needed; nothing here asks
 * twice by itself.
 */
@Component
@EnableConfigurationProperties(OAuthProperties.class)
public final class AuthorizationServer {
  private static final Logger log = LoggerFactory.getLogger(AuthorizationServer.class);
  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final OAuthProperties properties;
  private final RestClient http;

  AuthorizationServer(OAuthProperties properties) {
    this.properties = properties;
    var client =
        HttpClient.newBuilder()
            .connectTimeout(properties.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    var factory = new JdkClientHttpRequestFactory(client);
    factory.setReadTimeout(properties.answerTimeout());
    this.http = RestClient.builder().requestFactory(factory).build();
  }

  /** The integration of the whole installation, where there is one. */
  public Optional<OAuthApp> app() {
    return properties.app();
  }

  /** Where browsers come back to; empty where consent cannot be asked for at all. */
  public Optional<URI> redirectUri() {
    return Optional.ofNullable(properties.redirectUri());
  }

  /** What consent is asked for where nothing else is said. */
  public List<String> scopes() {
    return properties.scopes();
  }

  /** After so long a question is certainly over, whoever asked it. */
  public Duration longestExchange() {
    return properties.connectTimeout().plus(properties.answerTimeout());
  }

  /** Where an administrator of Gong is to go with a browser. */
  public URI consentUrl(
      OAuthApp app, URI redirectUri, List<String> scopes, String state, String verifier) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", app.clientId());
    query.put("response_type", "code");
    query.put("scope", String.join(" ", scopes));
    query.put("redirect_uri", redirectUri.toString());
    query.put("state", state);
    query.put("code_challenge", Proof.s256(verifier));
    query.put("code_challenge_method", "S256");
    return URI.create(properties.authorizeUrl() + "?" + encoded(query));
  }

  public TokenAnswer exchange(OAuthApp app, URI redirectUri, String code, String verifier) {
    return ask(
        app,
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "client_id",
            app.clientId(),
            "redirect_uri",
            redirectUri.toString(),
            "code_verifier",
            verifier));
  }

  public TokenAnswer refresh(OAuthApp app, String refreshToken) {
    return ask(app, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
  }

  /** In a form and not in the query, where secrets would end up in the logs of proxies. */
  private TokenAnswer ask(OAuthApp app, Map<String, String> form) {
    try {
      return http.post()
          .uri(properties.tokenUrl())
          .header(HttpHeaders.AUTHORIZATION, app.authorization())
          .contentType(MediaType.APPLICATION_FORM_URLENCODED)
          .accept(MediaType.APPLICATION_JSON)
          .body(encoded(form))
          .exchange((request, response) -> heard(response));
    } catch (ResourceAccessException away) {
      log.debug("Gong's authorization server cannot be asked", away);
      return new TokenAnswer.Unclear("Gong's authorization server gave no answer.");
    }
  }

  private static TokenAnswer heard(ClientHttpResponse response) throws IOException {
    int status = response.getStatusCode().value();
    JsonNode body = read(response);
    if (status == 200) {
      TokenAnswer granted = granted(body);
      return granted == null
          ? new TokenAnswer.Unclear("Gong's authorization server gave an answer without tokens.")
          : granted;
    }
    if (status / 100 != 4 || status == 408 || status == 429) {
      return new TokenAnswer.Unclear(
          "Gong's authorization server answered with status %d.".formatted(status));
    }
    return switch (body.path("error").asString("")) {
      case "invalid_client", "unauthorized_client" ->
          new TokenAnswer.Refused(
              false,
              "Gong does not accept the client id and secret of the integration (invalid_client).");
      case "invalid_grant" ->
          new TokenAnswer.Refused(
              true, "Gong does not accept the code or refresh token any more (invalid_grant).");
      default ->
          new TokenAnswer.Refused(
              status != 401,
              "Gong's authorization server refused with status %d.".formatted(status));
    };
  }

  private static @Nullable TokenAnswer granted(JsonNode body) {
    String access = body.path("access_token").asString("");
    String refresh = body.path("refresh_token").asString("");
    Duration lifetime = Duration.ofSeconds(body.path("expires_in").asLong(0));
    if (!TOKEN.matcher(access).matches()
        || !TOKEN.matcher(refresh).matches()
        || lifetime.compareTo(SHORTEST) < 0
        || lifetime.compareTo(LONGEST) > 0) {
      return null;
    }
    JsonNode url = body.path("api_base_url_for_customer");
    return new TokenAnswer.Granted(
        access,
        refresh,
        lifetime,
        words(body.path("scope").asString("")),
        url.isString() ? url.asString() : null);
  }

  private static Set<String> words(String scope) {
    return Arrays.stream(scope.strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static JsonNode read(ClientHttpResponse response) throws IOException {
    byte[] bytes = response.getBody().readNBytes(LARGEST_ANSWER);
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException unreadable) {
      return JSON.missingNode();
    }
  }

  private static String encoded(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
