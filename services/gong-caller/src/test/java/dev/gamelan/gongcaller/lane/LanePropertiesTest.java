package dev.gamelan.gongcaller.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class LanePropertiesTest {
  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new LaneProperties(
                "gong-caller",
                4,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofMillis(250),
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                1_000,
                DataSize.ofMegabytes(16)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.of(
                    "gamelan.lane.instance", "one",
                    "gamelan.lane.in-flight", "2",
                    "gamelan.lane.shortest-attempt", "1s",
                    "gamelan.lane.longest-way", "2s",
                    "gamelan.lane.heartbeat", "3s",
                    "gamelan.lane.state-every", "4s",
                    "gamelan.lane.revoke-patience", "5s",
                    "gamelan.lane.stop-patience", "6s",
                    "gamelan.lane.read-ahead", "7",
                    "gamelan.lane.read-ahead-size", "8MB")))
        .isEqualTo(
            new LaneProperties(
                "one",
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                7,
                DataSize.ofMegabytes(8)));
  }

  private static LaneProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.lane", LaneProperties.class);
  }
}
