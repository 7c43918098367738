package dev.gamelan.quota.permit;

import static dev.gamelan.quota.permit.Holder.refused;
import static dev.gamelan.quota.permit.Holder.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.quota.permit.Decision.Done;
import dev.gamelan.quota.permit.Decision.Granted;
import dev.gamelan.quota.permit.Decision.Refused;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshEngine.class)
class LeasesIT {
  private static final long SECOND = 1000;
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final Engine engine;
  private final Sends sends = new Sends();

  LeasesIT(Engine engine) {
    this.engine = engine;
  }

  @Test
  void aSecondHolderIsFencedUntilTheLeaseRunsOut() {
    try (var quota = engine.openInstance(3, 10_000)) {
      long before = engine.now();
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
      Refused fenced = refused(quota.ask("h2"));
      assertThat(fenced.refusal()).isEqualTo(Refusal.FENCED);
      assertThat(fenced.retryAfter()).isBetween(lessWhatPassed(LEASE, before), LEASE);

      engine.pass(LEASE.plusMillis(1));
      assertThat(quota.permits().claim(Engine.CONNECTION, "h2")).isInstanceOf(Done.class);
    }
  }

  private Duration lessWhatPassed(Duration time, long since) {
    return time.minusMillis(engine.now() - since + 1);
  }

  @Test
  void anyWordFromTheHolderRenewsItsLease() {
    try (var quota = engine.openInstance(3, 10_000)) {
      var granted = (Granted) quota.ask("h1");
      engine.pass(Duration.ofMillis(1500));
      quota.report("h1", granted.permitId(), false, Duration.ZERO);
      engine.pass(Duration.ofMillis(1500));
      assertThat(refused(quota.ask("h2")).refusal()).isEqualTo(Refusal.FENCED);
      assertThat(quota.permits().claim(Engine.CONNECTION, "h1")).isInstanceOf(Done.class);
      engine.pass(Duration.ofMillis(1500));
      assertThat(refused(quota.ask("h2")).refusal()).isEqualTo(Refusal.FENCED);
    }
  }

  @Test
  void aSupersededHolderNeverComesBack() {
    try (var quota = engine.openInstance(3, 10_000)) {
      assertThat(quota.ask("h1")).isInstanceOf(Granted.class);
      engine.pass(LEASE.plusMillis(1));
      assertThat(quota.permits().claim(Engine.CONNECTION, "h2")).isInstanceOf(Done.class);

      for (int i = 0; i < 30; i++) {
        Refused fenced = refused(quota.ask("h1"));
        assertThat(fenced.refusal()).isEqualTo(Refusal.FENCED);
        assertThat(fenced.retryAfter()).as("never").isNull();
        assertThat(quota.permits().claim(Engine.CONNECTION, "h1")).isInstanceOf(Refused.class);
        engine.pass(Duration.ofHours(1));
      }
    }
  }

  @Test
  void aSuccessorWaitsUntilThePredecessorsLastPermitIsASecondPast() {
    try (var quota = engine.openInstance(3, 10_000)) {
      var first = new Holder("h1", engine, sends);
      var second = new Holder("h2", engine, sends);
      for (int i = 0; i < 20; i++) {
        first.send(quota, Duration.ZERO);
      }
      long asked = engine.now();
      var last = (Granted) quota.ask("h1");
      long received = engine.now();
      // The predecessor uses its last permit at the last moment, and the successor asks at once.
      long usable = last.expires().minus(last.delay()).toMillis() - 50;
      assertThat(first.use(asked, received, last, Duration.ofMillis(usable))).isTrue();
      long lastSend = sends.moments().getLast();
      Decision decision = second.send(quota, Duration.ZERO);
      while (decision instanceof Refused refused) {
        engine.pass(until(refused));
        decision = second.send(quota, Duration.ZERO);
      }
      for (int i = 0; i < 5; i++) {
        second.send(quota, Duration.ZERO);
      }
      assertThat(sends.moments().get(sends.moments().indexOf(lastSend) + 1) - lastSend)
          .isGreaterThanOrEqualTo(SECOND);
      assertThat(sends.mostWithin(SECOND)).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aReleasedConnectionIsFreeOnceASecondCannotHoldBothHoldersRequests() {
    try (var quota = engine.openInstance(3, 10_000)) {
      var first = new Holder("h1", engine, sends);
      first.send(quota, Duration.ZERO);
      long before = engine.now();
      quota.permits().release(Engine.CONNECTION, "h1");
      assertThat(refused(quota.ask("h1")).retryAfter()).as("released is superseded").isNull();

      Refused settling = refused(quota.ask("h2"));
      assertThat(settling.retryAfter())
          .isBetween(lessWhatPassed(Duration.ofSeconds(1), before), Duration.ofSeconds(1));
      engine.pass(until(settling));
      assertThat(quota.ask("h2")).isInstanceOf(Granted.class);
    }
  }

  @Test
  void aConnectionReleasedWithOpenPermitsStaysQuietUntilTheyHaveExpired() {
    try (var quota = engine.openInstance(3, 10_000)) {
      long before = engine.now();
      var open = (Granted) quota.ask("h1");
      quota.permits().release(Engine.CONNECTION, "h1");
      assertThat(refused(quota.ask("h2")).retryAfter())
          .isGreaterThan(lessWhatPassed(open.expires().plusMillis(SECOND), before));
    }
  }
}
