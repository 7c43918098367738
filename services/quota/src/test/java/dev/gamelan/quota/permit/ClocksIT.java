package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshEngine.class)
class ClocksIT {
  private static final long SECOND = 1000;

  private final Engine engine;
  private final Sends sends = new Sends();

  ClocksIT(Engine engine) {
    this.engine = engine;
  }

  @Test
  void clockJumpsNeitherFreeUnitsNorEndLeasesNorHurryTurns() {
    try (var quota = engine.openInstance(3, 20)) {
      var holder = new Holder("h1", engine, sends);
      for (int i = 0; i < 10; i++) {
        assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
      }
      for (var jump : List.of(Duration.ofHours(12), Duration.ofHours(-1), Duration.ofHours(30))) {
        engine.turnRedisClock(jump);
        engine.turnWallClock(jump);
        assertThat(refused(quota.ask("h2")).refusal()).isEqualTo(Refusal.FENCED);
        for (int i = 0; i < 3; i++) {
          assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
        }
      }
      assertThat(quota.spent()).isEqualTo(19);
      assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
      assertThat(refused(holder.send(quota, Duration.ZERO)).refusal()).isEqualTo(Refusal.DAY_SPENT);
      assertThat(sends.mostWithin(SECOND)).isLessThanOrEqualTo(3);
      engine.pass(Duration.ofHours(24).plusMinutes(10));
      assertThat(holder.send(quota, Duration.ZERO)).isInstanceOf(Granted.class);
    }
  }

  @Test
  void anInstanceWhoseClockDisagreesWithRedisGrantsNothingAtItsStart() {
    try (var before = engine.openInstance(3, 10_000)) {
      assertThat(before.ask("h1")).isInstanceOf(Granted.class);
    }
    engine.turnWallClock(Duration.ofMinutes(6));
    try (var after = engine.instance(3, 10_000)) {
      Refused refused = refused(after.ask("h1"));
      assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE);
      assertThat(refused.detail()).contains("clocks");
      engine.turnWallClock(Duration.ofMinutes(-6));
      assertThat(after.ask("h1")).isInstanceOf(Granted.class);
    }
  }
}
