package dev.gamelan.gongcaller.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PermitPropertiesTest {
  private static final Map<String, String> NEEDED =
      Map.of("gamelan.quota.url", "http://quota", "gamelan.quota.token-file", "/token");

  @Test
  void everyOtherKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new PermitProperties(
                URI.create("http://quota"),
                Path.of("/token"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.quota.connect-timeout", "4s",
                    "gamelan.quota.answer-timeout", "5s")))
        .isEqualTo(
            new PermitProperties(
                URI.create("http://quota"),
                Path.of("/token"),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5)));
  }

  private static PermitProperties bound(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(NEEDED);
    values.putAll(more);
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.quota", PermitProperties.class);
  }
}
