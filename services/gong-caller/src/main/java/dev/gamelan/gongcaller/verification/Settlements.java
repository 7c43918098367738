package dev.gamelan.gongcaller.verification;

import dev.gamelan.gongcaller.connection.Trail;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Effect;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Settles a write once, in one transaction with its entry in the trail. */
@Component
class Settlements {
  private final UnsettledWrites writes;
  private final Trail trail;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final MeterRegistry meters;

  Settlements(
      UnsettledWrites writes,
      Trail trail,
      TransactionTemplate transactions,
      Clock clock,
      MeterRegistry meters) {
    this.writes = writes;
    this.trail = trail;
    this.transactions = transactions;
    this.clock = clock;
    this.meters = meters;
  }

  /** Who says so. */
  record Witness(String name, @Nullable String displayName) {}

  /** How it stands now, whoever settled it; empty where there is no such write. */
  Optional<UnsettledWrite> settle(
      String callId, Witness witness, boolean happened, @Nullable String note) {
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              var settlement =
                  new UnsettledWrite.Settlement(happened, witness.name(), clock.instant(), note);
              boolean first = writes.settle(callId, settlement);
              Optional<UnsettledWrite> now = writes.find(callId);
              if (first) {
                trail.add(entry(now.orElseThrow(), settlement, witness));
                Meters.WRITES_SETTLED.counter(meters, happened ? "yes" : "no").increment();
              }
              return now;
            }));
  }

  private static AuditEvent entry(
      UnsettledWrite write, UnsettledWrite.Settlement settlement, Witness witness) {
    return AuditEvent.newBuilder()
        .setEventId(write.callId() + "/settled")
        .setKind(AuditKind.WRITE_SETTLED)
        .setAt(settlement.at())
        .setService("gong-caller")
        .setConnection(write.connection())
        .setCallId(write.callId())
        .setCaller(witness.name())
        .setDisplayName(witness.displayName())
        .setTool(write.tool())
        .setOperation(write.operation())
        .setEffect(Effect.UNKNOWN)
        .setOutcome(settlement.happened() ? "happened" : "not-happened")
        .setReason(settlement.note())
        .setSubject("write " + write.callId())
        .build();
  }
}
