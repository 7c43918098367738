package dev.gamelan.identity.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks an authorization server for its metadata (RFC 8414 or OpenID Connect) and its keys. */
final class IssuerClient implements IssuerKeys.Published {
  private static final int LARGEST = 512 * 1024;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http;
  private final String issuer;
  private final List<URI> places;
  private final Duration patience;

  IssuerClient(HttpClient http, String issuer, @Nullable URI metadata, Duration patience) {
    this.http = http;
    this.issuer = issuer;
    this.places = metadata == null ? wellKnown(URI.create(issuer)) : List.of(metadata);
    this.patience = patience;
  }

  static List<URI> wellKnown(URI issuer) {
    String path = issuer.getRawPath().replaceFirst("/$", "");
    return List.of(
        issuer.resolve(path + "/.well-known/openid-configuration"),
        issuer.resolve("/.well-known/oauth-authorization-server" + path));
  }

  @Override
  public JWKSet read() throws IOException, InterruptedException {
    URI keys = keys();
    try {
      return JWKSet.load(new ByteArrayInputStream(get(keys))).toPublicJWKSet();
    } catch (ParseException malformed) {
      throw new IOException("What %s answers is no set of keys".formatted(keys));
    }
  }

  private URI keys() throws IOException, InterruptedException {
    IOException first = null;
    for (URI place : places) {
      try {
        return keysIn(place);
      } catch (IOException problem) {
        first = first == null ? problem : first;
      }
    }
    throw first == null ? new IOException("There is no place to look") : first;
  }

  private URI keysIn(URI place) throws IOException, InterruptedException {
    try {
      JsonNode metadata = JSON.readTree(get(place));
      if (!metadata.path("issuer").asString("").equals(issuer)) {
        throw new IOException("The metadata at %s is of another issuer".formatted(place));
      }
      URI keys = URI.create(metadata.path("jwks_uri").asString(""));
      boolean asSafe =
          "https".equals(keys.getScheme())
              || ("http".equals(keys.getScheme()) && "http".equals(place.getScheme()));
      if (!asSafe) {
        throw new IOException("The metadata at %s names no safe jwks_uri".formatted(place));
      }
      return keys;
    } catch (JacksonException | IllegalArgumentException malformed) {
      throw new IOException("What %s answers is no metadata".formatted(place));
    }
  }

  /** Bounded in size, and in time up to the last byte. */
  private byte[] get(URI place) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(place).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> asking =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    try {
      HttpResponse<byte[]> response = asking.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("%s answers %d".formatted(place, response.statusCode()));
      }
      return response.body();
    } catch (TimeoutException slow) {
      throw new IOException("%s does not answer within %s".formatted(place, patience));
    } catch (ExecutionException failed) {
      throw new IOException("%s cannot be read: %s".formatted(place, failed.getCause()));
    } finally {
      asking.cancel(true);
    }
  }
}
