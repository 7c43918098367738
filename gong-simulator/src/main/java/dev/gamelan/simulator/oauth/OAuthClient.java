package dev.gamelan.simulator.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** An integration that was registered with Gong; without scopes it may ask for any. */
public record OAuthClient(
    String clientId,
    String clientSecret,
    @DefaultValue Set<String> redirectUris,
    @DefaultValue Set<String> scopes) {

  public OAuthClient {
    if (clientId.isBlank() || clientSecret.isBlank()) {
      throw new IllegalArgumentException("a client needs a clientId and a clientSecret");
    }
    redirectUris = Set.copyOf(redirectUris);
    scopes = Set.copyOf(scopes);
  }

  boolean mayAskFor(Set<String> wanted) {
    return scopes.isEmpty() || scopes.containsAll(wanted);
  }

  /** Whether that header carries this client's id and secret. */
  boolean isAuthenticatedBy(@Nullable String authorization) {
    byte[] pair = (clientId + ':' + clientSecret).getBytes(StandardCharsets.UTF_8);
    String expected = "Basic " + Base64.getEncoder().encodeToString(pair);
    return authorization != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8),
            authorization.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return clientId;
  }
}
