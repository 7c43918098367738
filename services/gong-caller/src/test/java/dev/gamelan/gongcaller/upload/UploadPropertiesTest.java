package dev.gamelan.gongcaller.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class UploadPropertiesTest {
  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of())).isEqualTo(new UploadProperties(Duration.ofSeconds(10)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(bound(Map.of("gamelan.upload.patience", "1s")))
        .isEqualTo(new UploadProperties(Duration.ofSeconds(1)));
  }

  private static UploadProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.upload", UploadProperties.class);
  }
}
