package dev.gamelan.identity.oauth;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resource server that a configuration describes; refuses one that makes no sense. */
public record OAuth(AccessTokens tokens, ProtectedResource resource) {
  private static final Logger LOG = LoggerFactory.getLogger(OAuth.class);

  /** Asks no issuer anything yet, so that one that is away does not stop the start. */
  public static OAuth of(OAuthProperties properties, InstantSource clock, Executor background) {
    URI resource = url("gamelan.identity.oauth.resource", text(properties.resource()));
    var granting = new Granting(properties.scopes(), properties.reservedFor());
    Set<String> audiences = new HashSet<>(properties.audiences());
    audiences.add(resource.toString());
    var tokens =
        new AccessTokens(
            trusted(properties, clock, background),
            audiences,
            properties,
            new Accounts(properties.claims(), granting),
            clock);
    return new OAuth(tokens, new ProtectedResource(resource, properties, granting));
  }

  private static Map<String, AccessTokens.Trusted> trusted(
      OAuthProperties properties, InstantSource clock, Executor background) {
    HttpClient http =
        HttpClient.newBuilder().connectTimeout(properties.patience()).executor(background).build();
    Map<String, AccessTokens.Trusted> trusted = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (OAuthProperties.Issuer each : properties.issuers()) {
      String issuer = url("gamelan.identity.oauth.issuers[].issuer", each.issuer()).toString();
      if (!each.name().matches("[a-z0-9][a-z0-9-]{0,19}") || !names.add(each.name())) {
        throw new IllegalStateException(
            ("gamelan.identity.oauth.issuers needs names of up to 20 lower-case letters, digits and"
                    + " hyphens, each different; %s is not")
                .formatted(each.name()));
      }
      URI metadata = each.metadata();
      var client = new IssuerClient(http, issuer, metadata, properties.patience());
      var keys =
          new IssuerKeys(
              issuer, client, properties.keys(), properties.patience(), clock, background);
      if (trusted.put(issuer, new AccessTokens.Trusted(each.name(), keys)) != null) {
        throw new IllegalStateException(
            "gamelan.identity.oauth.issuers names %s twice".formatted(issuer));
      }
      if (issuer.startsWith("http:")) {
        LOG.warn("The issuer {} is reached without TLS: whoever is on the way can forge", issuer);
      }
    }
    return trusted;
  }

  private static @Nullable String text(@Nullable URI uri) {
    return uri == null ? null : uri.toString();
  }

  private static URI url(String setting, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalStateException(
          setting + " is not set, and access tokens cannot be checked without it");
    }
    try {
      URI url = URI.create(text);
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (http && url.getHost() != null && url.getRawQuery() == null && url.getFragment() == null) {
        return url;
      }
    } catch (IllegalArgumentException malformed) {
      // Said below.
    }
    throw new IllegalStateException(
        "%s must be an http or https URL without query and fragment, not %s"
            .formatted(setting, text));
  }
}
