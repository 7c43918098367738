package dev.gamelan.quota.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RebuildPropertiesTest {
  @Test
  void theDefaultConnectionIsReadyFromTheStart() {
    assertThat(bound(Map.of()))
        .isEqualTo(new RebuildProperties(List.of("default"), Duration.ofSeconds(30)));
  }

  @Test
  void everyKeyIsRead() {
    assertThat(
            bound(
                Map.of("gamelan.rebuild.at-start", "acme,beta", "gamelan.rebuild.patience", "5s")))
        .isEqualTo(new RebuildProperties(List.of("acme", "beta"), Duration.ofSeconds(5)));
  }

  private static RebuildProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("gamelan.rebuild", RebuildProperties.class);
  }
}
