package dev.gamelan.quota.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LimitsPropertiesTest {
  private static final LimitsProperties.Day DAY =
      new LimitsProperties.Day(5, 60, 30, 0, null, null, Map.of(), Map.of());
  private static final Map<String, String> DAY_KEYS =
      Map.of(
          "gamelan.limits.day.control", "1",
          "gamelan.limits.day.interactive", "2",
          "gamelan.limits.day.background", "3",
          "gamelan.limits.day.safety", "4",
          "gamelan.limits.day.caller-per-day", "5",
          "gamelan.limits.day.tool-per-day", "6",
          "gamelan.limits.day.callers.ada", "7",
          "gamelan.limits.day.tools.list", "8");

  @Test
  void defaultsAreGongsOwnLimits() {
    assertThat(bound(Map.of()))
        .isEqualTo(new LimitsProperties(true, 3, 10_000, Duration.ofMillis(35), Map.of(), DAY));
  }

  @Test
  void everyKeyIsRead() {
    var properties =
        bound(
            Map.of(
                "gamelan.limits.enforced", "true",
                "gamelan.limits.per-second", "5",
                "gamelan.limits.per-day", "50000",
                "gamelan.limits.guard", "100ms",
                "gamelan.limits.connections.acme.per-second", "10",
                "gamelan.limits.connections.beta.per-day", "7"));
    var plan = bound(DAY_KEYS).of("any").day();
    assertThat(plan)
        .isEqualTo(new DayPlan(1, 2, 3, 4, 5L, 6L, Map.of("ada", 7L), Map.of("list", 8L)));
    assertThat(plan.ofCaller("ada")).isEqualTo(7);
    assertThat(plan.ofCaller("bob")).isEqualTo(5);
    assertThat(plan.ofTool("get")).isEqualTo(6);
    assertThat(properties.of("default")).extracting(Limits::perSecond).isEqualTo(5);
    assertThat(properties.of("acme"))
        .isEqualTo(
            new Limits(
                10, 50_000, Duration.ofMillis(110), Duration.ofSeconds(1), DAY.plan(), true));
    assertThat(properties.of("beta"))
        .isEqualTo(
            new Limits(5, 7, Duration.ofMillis(220), Duration.ofSeconds(1), DAY.plan(), true));
  }

  @ParameterizedTest
  @CsvSource({"1, 1035, 2070", "2, 518, 1036", "3, 345, 1000", "7, 148, 1000"})
  void oneStartMoreThanTheLimitNeverFitsIntoASecond(int perSecond, long interval, long lookahead) {
    var limits =
        new LimitsProperties(true, perSecond, 10_000, Duration.ofMillis(35), Map.of(), DAY)
            .of("any");
    assertThat(limits.interval()).isEqualTo(Duration.ofMillis(interval));
    assertThat(limits.lookahead()).isEqualTo(Duration.ofMillis(lookahead));
    assertThat(limits.interval().multipliedBy(perSecond)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void limitsThatAreOffAreOffForAll() {
    var properties = bound(Map.of("gamelan.limits.enforced", "false"));
    assertThat(properties.of("any").enforced()).isFalse();
    assertThat(properties.of("any").interval()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "gamelan.limits.per-second, 0",
    "gamelan.limits.per-day, -1",
    "gamelan.limits.guard, 2s",
    "gamelan.limits.connections.acme.per-second, -3"
  })
  void whatMakesNoSenseIsRefusedAtStart(String key, String value) {
    assertThatThrownBy(() -> bound(Map.of(key, value)))
        .isInstanceOf(BindException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  private static LimitsProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("gamelan.limits", LimitsProperties.class);
  }
}
