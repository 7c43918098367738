package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static dev.gamelan.quota.permit.Holder.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.limits.LimitsProperties;
import dev.gamelan.quota.permit.Decision.Granted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshEngine.class)
class SharesIT {
  private static final Use CONTROL = Use.of(CallClass.CONTROL, "gamelan", "check");
  private static final Use INTERACTIVE = Use.of(CallClass.INTERACTIVE, "ada", "list");
  private static final Use BACKGROUND = Use.of(CallClass.BACKGROUND, "nightly", "sync");

  private final Engine engine;

  SharesIT(Engine engine) {
    this.engine = engine;
  }

  private static LimitsProperties.Day shares(int control, int interactive, int background) {
    return new LimitsProperties.Day(
        control, interactive, background, 0, null, null, Map.of(), Map.of());
  }

  private static LimitsProperties.Day caps(
      @Nullable Long caller, @Nullable Long tool, Map<String, Long> callers) {
    return new LimitsProperties.Day(0, 0, 100, 0, caller, tool, callers, Map.of());
  }

  @Test
  void backgroundSpendsItsShareAndNoMore() {
    try (var quota = engine.openInstance(3, 100, shares(5, 60, 30))) {
      assertThat(spend(quota, BACKGROUND)).isEqualTo(30);
      var refused = refused(quota.ask("h1", BACKGROUND));
      assertThat(refused.refusal()).isEqualTo(Refusal.SHARE_SPENT);
      assertThat(until(refused)).isBetween(Duration.ofHours(23), Duration.ofHours(25));
      assertThat(spend(quota, INTERACTIVE)).as("of the 95 that are not control's").isEqualTo(65);
      engine.pass(until(refused));
      assertThat(quota.ask("h1", BACKGROUND)).isInstanceOf(Granted.class);
    }
  }

  @Test
  void whatBackgroundDoesNotSpendFlowsToInteractiveCallsAndControlKeepsItsOwn() {
    try (var quota = engine.openInstance(3, 100, shares(5, 60, 30))) {
      assertThat(spend(quota, INTERACTIVE)).isEqualTo(95);
      assertThat(refused(quota.ask("h1", INTERACTIVE)).refusal()).isEqualTo(Refusal.DAY_SPENT);
      assertThat(refused(quota.ask("h1", BACKGROUND)).refusal()).isEqualTo(Refusal.DAY_SPENT);
      assertThat(spend(quota, CONTROL)).isEqualTo(5);
      assertThat(refused(quota.ask("h1", CONTROL)).refusal()).isEqualTo(Refusal.DAY_SPENT);
    }
  }

  @Test
  void backgroundLeavesInteractiveCallsTheirReserve() {
    try (var quota = engine.openInstance(3, 100, shares(0, 60, 90))) {
      assertThat(spend(quota, BACKGROUND)).isEqualTo(40);
      assertThat(refused(quota.ask("h1", BACKGROUND)).refusal()).isEqualTo(Refusal.SHARE_SPENT);
      assertThat(spend(quota, INTERACTIVE)).isEqualTo(60);
    }
  }

  @Test
  void backgroundWaitsWhereInteractiveCallsNeedTheRestAtTheirRate() {
    try (var quota = engine.openInstance(3, 100, shares(0, 10, 90))) {
      for (int i = 0; i < 12; i++) {
        assertThat(quota.ask("h1", INTERACTIVE)).isInstanceOf(Granted.class);
        engine.pass(Duration.ofMinutes(5));
      }
      assertThat(refused(quota.ask("h1", BACKGROUND)).refusal())
          .as("at 12 an hour 100 are gone in eight")
          .isEqualTo(Refusal.SHARE_SPENT);
      assertThat(quota.balance().runsOut()).isBetween(Duration.ofHours(6), Duration.ofHours(8));
      engine.pass(Duration.ofHours(3));
      assertThat(quota.balance().runsOut()).isNull();
      assertThat(quota.ask("h1", BACKGROUND)).isInstanceOf(Granted.class);
    }
  }

  @Test
  void aCallersCapStopsThatCallerAlone() {
    try (var quota = engine.openInstance(3, 100, caps(7L, null, Map.of("vip", 20L)))) {
      assertThat(spend(quota, INTERACTIVE)).isEqualTo(7);
      var refused = refused(quota.ask("h1", INTERACTIVE));
      assertThat(refused.refusal()).isEqualTo(Refusal.CALLER_CAP);
      assertThat(spend(quota, Use.of(null, "vip", "list"))).isEqualTo(20);
      engine.pass(until(refused));
      assertThat(quota.ask("h1", INTERACTIVE)).isInstanceOf(Granted.class);
    }
  }

  @Test
  void aToolsCapStopsThatToolAlone() {
    try (var quota = engine.openInstance(3, 100, caps(null, 5L, Map.of()))) {
      assertThat(spend(quota, Use.of(null, "ada", "list"))).isEqualTo(5);
      assertThat(refused(quota.ask("h1", Use.of(null, "bob", "list"))).refusal())
          .isEqualTo(Refusal.TOOL_CAP);
      assertThat(quota.ask("h1", Use.of(null, "ada", "get"))).isInstanceOf(Granted.class);
    }
  }

  @Test
  void whatWasNotSentCountsForNobodyAndWhatAnotherSentForThatOne() {
    try (var quota = engine.openInstance(3, 100, caps(2L, null, Map.of()))) {
      var unused = (Granted) quota.ask("h1", INTERACTIVE);
      quota.report("h1", unused.permitId(), true, Duration.ZERO);
      engine.pass(Duration.ofSeconds(1));
      var swapped = (Granted) quota.ask("h1", INTERACTIVE);
      quota.report(
          Asker.holder("h1"),
          new Outcome(swapped.permitId(), Outcome.Result.RESPONDED, Duration.ZERO, "bob", "list"));
      engine.pass(Duration.ofSeconds(1));
      assertThat(spend(quota, INTERACTIVE)).isEqualTo(2);
      assertThat(spend(quota, Use.of(null, "bob", "list"))).isEqualTo(1);
    }
  }

  @Test
  void afterAFlushSharesAndCapsAreCountedAgainFromTheTopic() {
    try (var quota = engine.openInstance(3, 100, caps(6L, null, Map.of()))) {
      List<Attempt> told = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        var granted = (Granted) quota.ask("h1", INTERACTIVE);
        engine.pass(Duration.ofSeconds(1));
        if (i < 4) {
          told.add(new Attempt(granted.permitId(), "h1", Instant.now(), INTERACTIVE));
        }
      }
      for (int i = 0; i < 3; i++) {
        told.add(new Attempt("other " + i, "h1", Instant.now(), BACKGROUND));
      }
      engine.flush();
      assertThat(refused(quota.ask("h1", INTERACTIVE)).refusal()).isEqualTo(Refusal.REBUILDING);
      quota.ledger().restore(Engine.CONNECTION, told);
      assertThat(refused(quota.ask("h1", INTERACTIVE)).refusal()).isEqualTo(Refusal.CALLER_CAP);
      assertThat(spend(quota, BACKGROUND)).as("six less three").isEqualTo(3);
      assertThat(quota.balance().byClass()).isEqualTo(new Balance.Spent(0, 6, 6));
    }
  }

  @Test
  void theHoursOfADayAgoAreForgotten() {
    try (var quota = engine.openInstance(3, 100, caps(3L, null, Map.of()))) {
      for (int day = 0; day < 4; day++) {
        assertThat(spend(quota, INTERACTIVE)).isEqualTo(3);
        engine.pass(Duration.ofHours(25).plusMinutes(day));
      }
      assertThat(engine.keys()).isLessThan(10);
    }
  }

  /** As many as are granted, each sent and answered at once. */
  private int spend(Engine.Instance quota, Use use) {
    int granted = 0;
    while (quota.ask("h1", use) instanceof Granted permit) {
      quota.report("h1", permit.permitId(), false, Duration.ZERO);
      engine.pass(Duration.ofSeconds(1));
      granted++;
    }
    return granted;
  }
}
