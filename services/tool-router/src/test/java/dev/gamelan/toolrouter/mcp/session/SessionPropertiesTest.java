package dev.gamelan.toolrouter.mcp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.Topics;
import dev.gamelan.toolrouter.testing.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionPropertiesTest {
  private static SessionProperties bound(Map<String, String> settings) {
    return Settings.bind("gamelan.sessions", SessionProperties.class, settings);
  }

  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of())).isEqualTo(new SessionProperties(Duration.ofHours(23), 10_000));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(bound(Map.of("gamelan.sessions.lifetime", "1h", "gamelan.sessions.noted", "7")))
        .isEqualTo(new SessionProperties(Duration.ofHours(1), 7));
  }

  @Test
  void thatASessionHasEndedIsKnownForAsLongAsItCouldHaveLasted() {
    assertThat(bound(Map.of()).lifetime()).isLessThan(Topics.EDGE_SIGNALLED.retention());
  }
}
