package dev.gamelan.gongcaller.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Gong's authorization server is, and as whom this installation is registered there.
 *
 * @param redirectUri where browsers come back to: the public address of {@code /v1/oauth/callback},
 *     as it is registered with the integration
 * @param clientId of the integration that connections use which have none of their own
 * @param clientSecretFile holds its secret; read again for each exchange
 * @param scopes what consent is asked for where nothing else is said
 */
@ConfigurationProperties(prefix = "gamelan.gong-oauth", ignoreUnknownFields = false)
record OAuthProperties(
    @DefaultValue("https://app.gong.io/oauth2/authorize") URI authorizeUrl,
    @DefaultValue("https://app.gong.io/oauth2/generate-customer-token") URI tokenUrl,
    @Nullable URI redirectUri,
    @Nullable String clientId,
    @Nullable Path clientSecretFile,
    @DefaultValue({
          "api:calls:read:basic",
          "api:calls:read:extensive",
          "api:calls:read:transcript",
          "api:users:read",
          "api:workspaces:read",
          "api:settings:scorecards:read",
          "api:settings:trackers:read",
          "api:stats:interaction",
          "api:stats:scorecards",
          "api:stats:user-actions",
          "api:library:read"
        })
        List<String> scopes,
    @DefaultValue("3s") Duration connectTimeout,
    @DefaultValue("15s") Duration answerTimeout) {

  OAuthProperties {
    if ((clientId == null) != (clientSecretFile == null)) {
      throw new IllegalArgumentException(
          "gamelan.gong-oauth.client-id and gamelan.gong-oauth.client-secret-file go together");
    }
  }

  Optional<OAuthApp> app() {
    if (clientId == null || clientSecretFile == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new OAuthApp(clientId, Files.readString(clientSecretFile).strip()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "The file of gamelan.gong-oauth.client-secret-file cannot be read: " + clientSecretFile,
          unreadable);
    }
  }
}
