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
                5_000,
                DataSize.ofMegabytes(16)));
  }

  @Test
  void everyKeyCanBeSet() {
    assertThat(
            bound(
                Map.ofEntries(
                    Map.entry("gamelan.lane.instance", "one"),
                    Map.entry("gamelan.lane.in-flight", "2"),
                    Map.entry("gamelan.lane.shortest-attempt", "1s"),
                    Map.entry("gamelan.lane.longest-way", "2s"),
                    Map.entry("gamelan.lane.heartbeat", "3s"),
                    Map.entry("gamelan.lane.state-every", "4s"),
                    Map.entry("gamelan.lane.revoke-patience", "5s"),
                    Map.entry("gamelan.lane.stop-patience", "6s"),
                    Map.entry("gamelan.lane.most-of-one-caller", "7"),
                    Map.entry("gamelan.lane.read-ahead", "8"),
                    Map.entry("gamelan.lane.read-ahead-size", "9MB"))))
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
                8,
                DataSize.ofMegabytes(9)));
  }

  private static LaneProperties bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("gamelan.lane", LaneProperties.class);
  }
}
