package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AuditPropertiesTest {
  private static AuditProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("gamelan.audit", AuditProperties.class);
  }

  @Test
  void statesEveryDefault() {
    assertThat(bind(Map.of())).isEqualTo(new AuditProperties(100, 1000));
  }

  @Test
  void readsEveryKey() {
    assertThat(bind(Map.of("gamelan.audit.page-size", "5", "gamelan.audit.largest-page", "50")))
        .isEqualTo(new AuditProperties(5, 50));
  }

  @Test
  void refusesPagesOfNoUse() {
    assertThatThrownBy(() -> new AuditProperties(0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gamelan.audit.page-size");
    assertThatThrownBy(() -> new AuditProperties(11, 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AuditProperties(1, 10_001))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
