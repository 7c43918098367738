package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshEngine.class)
class LostCountIT {
  private static final Use USE = Use.of(null, "ada", "list");
  private final Engine engine;

  LostCountIT(Engine engine) {
    this.engine = engine;
  }

  @Test
  void aFlushedRedisGrantsNothingUntilRestoredAndThenCountsAsBefore() {
    try (var quota = engine.openInstance(3, 10_000)) {
      List<Attempt> told = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        var granted = (Granted) quota.ask("h1");
        engine.pass(granted.delay());
        if (i < 10) {
          boolean former = i < 3;
          told.add(
              new Attempt(
                  granted.permitId(),
                  former ? "h0" : "h1",
                  Instant.now().minus(Duration.ofMinutes(former ? 10 : 0)),
                  USE));
        }
      }
      engine.flush();
      for (int i = 0; i < 5; i++) {
        assertThat(refused(quota.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
        assertThat(quota.permits().claim(Engine.CONNECTION, "h1")).isInstanceOf(Refused.class);
      }
      assertThat(quota.ledger().restore(Engine.CONNECTION, told)).isTrue();
      assertThat(quota.spent())
          .as("ten that the topic tells of and two that are on the wire")
          .isEqualTo(12);
      assertThat(refused(quota.ask("h0")).retryAfter()).as("a former holder").isNull();
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
    }
  }

  /** Thousands that ask again and again would keep it from restoring. */
  @Test
  void whileTheCountIsKnownToBeLostNobodyAsksRedis() {
    try (var quota = engine.openInstance(3, 10_000)) {
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
      engine.flush();
      assertThat(refused(quota.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
      long before = engine.scriptCalls();
      for (int i = 0; i < 20; i++) {
        assertThat(refused(quota.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
        assertThat(quota.permits().claim(Engine.CONNECTION, "h1")).isInstanceOf(Refused.class);
      }
      assertThat(engine.scriptCalls()).isEqualTo(before);
    }
  }

  @Test
  void onlyTheFirstToRestoreAConnectionDoes() {
    try (var one = engine.instance(3, 10_000);
        var other = engine.instance(3, 10_000)) {
      assertThat(refused(one.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
      assertThat(refused(other.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
      one.ledger().restore(Engine.CONNECTION, List.of());
      assertThat(one.ask("h1")).isInstanceOf(Granted.class);
      var told = new Attempt("p1", "h0", Instant.now(), USE);
      other
          .ledger()
          .restore(Engine.CONNECTION, List.of(told, new Attempt("p2", "h0", told.sentAt(), USE)));
      assertThat(other.spent()).as("what the first counted alone").isEqualTo(1);
      assertThat(other.ledger().lost()).isEmpty();
    }
  }

  @Test
  void anOlderStateIsNoticedAndTheLargerCountHolds() {
    try (var quota = engine.openInstance(3, 10_000)) {
      List<Attempt> told = new ArrayList<>();
      Engine.Snapshot older = engine.snapshot();
      for (int i = 0; i < 8; i++) {
        if (i == 4) {
          older = engine.snapshot();
        }
        var granted = (Granted) quota.ask("h1");
        engine.pass(granted.delay());
        told.add(new Attempt(granted.permitId(), "h1", Instant.now(), USE));
      }
      engine.goBackTo(older);
      assertThat(refused(quota.ask("h1")).refusal()).isEqualTo(Refusal.REBUILDING);
      quota.ledger().restore(Engine.CONNECTION, told);
      assertThat(quota.spent()).isEqualTo(8);
    }
  }

  @Test
  void whatOnlyTheTopicKnowsIsRaisedAndWhatBothKnowIsNotDoubled() {
    try (var quota = engine.openInstance(3, 10_000)) {
      for (int i = 0; i < 5; i++) {
        engine.pass(((Granted) quota.ask("h1")).delay());
      }
      quota.ledger().raise(Engine.CONNECTION, Map.of(0L, 5));
      assertThat(quota.spent()).isEqualTo(5);
      quota.ledger().raise(Engine.CONNECTION, Map.of(0L, 5, 3_600_000L, 4));
      assertThat(quota.spent()).isEqualTo(9);
      quota.ledger().raise(Engine.CONNECTION, Map.of(0L, 5, 3_600_000L, 4));
      assertThat(quota.spent()).isEqualTo(9);
    }
  }
}
