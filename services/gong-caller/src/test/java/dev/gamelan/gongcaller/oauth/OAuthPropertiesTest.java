package dev.gamelan.gongcaller.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OAuthPropertiesTest {

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new OAuthProperties(
                URI.create("https://app.gong.io/oauth2/authorize"),
                URI.create("https://app.gong.io/oauth2/generate-customer-token"),
                null,
                null,
                null,
                List.of(
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
                    "api:library:read"),
                Duration.ofSeconds(3),
                Duration.ofSeconds(15)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.gong-oauth.authorize-url", "http://a",
                    "gamelan.gong-oauth.token-url", "http://b",
                    "gamelan.gong-oauth.redirect-uri", "http://c",
                    "gamelan.gong-oauth.client-id", "d",
                    "gamelan.gong-oauth.client-secret-file", "/e",
                    "gamelan.gong-oauth.scopes", "f",
                    "gamelan.gong-oauth.connect-timeout", "1s",
                    "gamelan.gong-oauth.answer-timeout", "2s")))
        .isEqualTo(
            new OAuthProperties(
                URI.create("http://a"),
                URI.create("http://b"),
                URI.create("http://c"),
                "d",
                Path.of("/e"),
                List.of("f"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2)));
  }

  @Test
  void aClientIdNeedsTheFileOfItsSecret() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.gong-oauth.client-id", "d")))
        .rootCause()
        .hasMessageContaining("go together");
  }

  @Test
  void theSecretIsReadFromItsFileAndNeverShown(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "hush\n");
    OAuthProperties properties =
        bound(
            Map.of(
                "gamelan.gong-oauth.client-id",
                "app",
                "gamelan.gong-oauth.client-secret-file",
                file.toString()));

    assertThat(properties.app()).contains(new OAuthApp("app", "hush"));
    assertThat(properties.app().toString() + properties).doesNotContain("hush");
  }

  private static OAuthProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.gong-oauth", OAuthProperties.class);
  }
}
