package dev.gamelan.toolrouter.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ProxyPropertiesTest {
  private static ProxyProperties bind(Map<String, String> settings) {
    return Settings.bind("gamelan.proxy", ProxyProperties.class, settings);
  }

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new ProxyProperties(
                DataSize.ofMegabytes(200),
                Duration.ofSeconds(60),
                DataSize.ofKilobytes(256),
                DataSize.ofMegabytes(1),
                8));
  }

  @Test
  void everyKey() {
    assertThat(
            bind(
                Map.of(
                    "gamelan.proxy.largest-file", "5MB",
                    "gamelan.proxy.upload-patience", "2s",
                    "gamelan.proxy.slowest-upload", "30KB",
                    "gamelan.proxy.slowest-at-gong", "4KB",
                    "gamelan.proxy.uploads-at-once", "1")))
        .isEqualTo(
            new ProxyProperties(
                DataSize.ofMegabytes(5),
                Duration.ofSeconds(2),
                DataSize.ofKilobytes(30),
                DataSize.ofKilobytes(4),
                1));
  }

  @Test
  void whatCouldOutliveItsFirstChunkIsRefused() {
    assertThatThrownBy(() -> bind(Map.of("gamelan.proxy.largest-file", "1GB")))
        .rootCause()
        .hasMessageContaining("slowest-upload");
  }

  @Test
  void whoKeepsToTheRateHasTheTimeItTakes() {
    ProxyProperties properties = bind(Map.of());

    assertThat(properties.patience(0)).isEqualTo(Duration.ofSeconds(60));
    assertThat(properties.patience(10 * 1024 * 1024)).isEqualTo(Duration.ofSeconds(100));
    assertThat(properties.timeAtGong(200L * 1024 * 1024)).isEqualTo(Duration.ofSeconds(200));
  }
}
