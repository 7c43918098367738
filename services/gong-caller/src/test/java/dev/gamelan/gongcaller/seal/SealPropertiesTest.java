package dev.gamelan.gongcaller.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SealPropertiesTest {
  @Test
  void thereIsNoFileUnlessOneIsNamed() {
    assertThat(bound(Map.of())).isEqualTo(new SealProperties(null));
    assertThat(bound(Map.of("gamelan.seal.master-keys-file", "/keys")))
        .isEqualTo(new SealProperties(Path.of("/keys")));
  }

  private static SealProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.seal", SealProperties.class);
  }
}
