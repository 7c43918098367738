package dev.gamelan.gongcaller.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class GongPropertiesTest {
  @Test
  void everyKeyButTheCredentialsHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new GongProperties(
                Set.of("default"),
                URI.create("https://api.gong.io"),
                null,
                null,
                null,
                null,
                Set.of(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60),
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(8)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.ofEntries(
                    Map.entry("gamelan.gong.connections", "one,two"),
                    Map.entry("gamelan.gong.base-url", "https://us-1.api.gong.io"),
                    Map.entry("gamelan.gong.access-key", "key"),
                    Map.entry("gamelan.gong.access-key-file", "/key"),
                    Map.entry("gamelan.gong.access-key-secret", "secret"),
                    Map.entry("gamelan.gong.access-key-secret-file", "/secret"),
                    Map.entry("gamelan.gong.allowed-besides", "http://127.0.0.1:1234"),
                    Map.entry("gamelan.gong.connect-timeout", "1s"),
                    Map.entry("gamelan.gong.answer-timeout", "2s"),
                    Map.entry("gamelan.gong.slowest-upload", "3KB"),
                    Map.entry("gamelan.gong.largest-answer", "1MB"))))
        .isEqualTo(
            new GongProperties(
                Set.of("one", "two"),
                URI.create("https://us-1.api.gong.io"),
                "key",
                Path.of("/key"),
                "secret",
                Path.of("/secret"),
                Set.of(URI.create("http://127.0.0.1:1234")),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                DataSize.ofKilobytes(3),
                DataSize.ofMegabytes(1)));
  }

  @Test
  void credentialsComeFromFilesTooAndAreNeverShown(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "very-secret\n");
    GongProperties properties =
        bound(
            Map.of(
                "gamelan.gong.access-key",
                "the-key",
                "gamelan.gong.access-key-secret-file",
                secret.toString()));

    String basic =
        Base64.getEncoder()
            .encodeToString("the-key:very-secret".getBytes(StandardCharsets.US_ASCII));
    assertThat(properties.pair().authorization()).isEqualTo("Basic " + basic);
    assertThat(properties.toString() + properties.pair()).doesNotContain("the-key", "secret");
  }

  @Test
  void missingCredentialsAreNamed() {
    assertThatThrownBy(() -> bound(Map.of()).pair())
        .hasMessageContaining("gamelan.gong.access-key");
  }

  @Test
  void aBaseUrlWithAUserIsRefused() {
    assertThatThrownBy(() -> bound(Map.of("gamelan.gong.base-url", "https://me:it@api.gong.io")))
        .rootCause()
        .hasMessageContaining("gamelan.gong.base-url");
  }

  private static GongProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.gong", GongProperties.class);
  }
}
