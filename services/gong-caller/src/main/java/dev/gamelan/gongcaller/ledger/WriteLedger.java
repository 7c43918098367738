package dev.gamelan.gongcaller.ledger;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.KeyedWrites;
import dev.gamelan.gongcaller.ending.Repetition;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.gongcaller.verification.Verifications;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The memory of writes. A row is set to its ending once, by whoever comes first; everyone else
 * takes that ending over, so a call never ends in two ways. Of all calls with the same idempotency
 * key one has a row, and the others end by it.
 */
@Component
@EnableConfigurationProperties(LedgerProperties.class)
public final class WriteLedger {
  private static final Logger log = LoggerFactory.getLogger(WriteLedger.class);

  private final WriteRows rows;
  private final Verifications verifications;
  private final LedgerProperties properties;
  private final Clock clock;
  private final MeterRegistry meters;

  WriteLedger(
      WriteRows rows,
      Verifications verifications,
      LedgerProperties properties,
      Clock clock,
      MeterRegistry meters) {
    this.rows = rows;
    this.verifications = verifications;
    this.properties = properties;
    this.clock = clock;
    this.meters = meters;
  }

  /** To be called, and waited for, before a write is sent. */
  public Intent intend(ToolCallRequested call, String holder, int attempt) {
    return reached(
            () ->
                rows.add(call, holder, attempt) || repeated(call, holder, attempt)
                    ? new Intent.Recorded()
                    : notAdded(call, holder, attempt))
        .orElseGet(Intent.Unavailable::new);
  }

  private Intent notAdded(ToolCallRequested call, String holder, int attempt) {
    Optional<Ended> another = keyAfterAll(call);
    if (another.isPresent()) {
      return new Intent.AlreadyEnded(another.get());
    }
    // The key may have come free meanwhile.
    return rows.add(call, holder, attempt)
        ? new Intent.Recorded()
        : new Intent.AlreadyEnded(settled(call.getCallId(), Ended.unknownAfterCrash()));
  }

  /** What Gong knows by its key may be sent again, whoever sent it first. */
  private boolean repeated(ToolCallRequested call, String holder, int attempt) {
    boolean again = KeyedWrites.knows(call) && rows.sendAgain(call.getCallId(), holder, attempt);
    if (again) {
      Meters.WRITES_REPEATED.counter(meters).increment();
    }
    return again;
  }

  private Ended settled(String callId, Ended ended) {
    rows.finish(callId, ended, clock.instant());
    return rows.ending(callId).orElse(ended);
  }

  /** Whether the call's idempotency key stands for another write. */
  public KeyUse keyOf(ToolCallRequested call) {
    return reached(() -> use(call)).orElseGet(KeyUse.Unavailable::new);
  }

  /**
   * The same where nobody here has the write under way that the key stands for: if it has no
   * ending, its outcome is unknown from now on.
   */
  public KeyUse keyWithoutHolder(ToolCallRequested call) {
    return reached(
            () -> keyAfterAll(call).<KeyUse>map(KeyUse.Used::new).orElseGet(KeyUse.Free::new))
        .orElseGet(KeyUse.Unavailable::new);
  }

  private Optional<Ended> keyAfterAll(ToolCallRequested call) {
    another(call)
        .filter(first -> first.ended() == null)
        .ifPresent(open -> rows.finish(open.callId(), Ended.unknownAfterCrash(), clock.instant()));
    return use(call) instanceof KeyUse.Used(Ended ended) ? Optional.of(ended) : Optional.empty();
  }

  private KeyUse use(ToolCallRequested call) {
    WriteRows.Keyed first = another(call).orElse(null);
    if (first == null) {
      return new KeyUse.Free();
    }
    if (first.ended() == null) {
      return new KeyUse.Open();
    }
    Instant now = clock.instant();
    if (isForgotten(first, now)) {
      rows.freeKey(first.callId());
      return new KeyUse.Free();
    }
    if (!Repetition.isOf(call, first.fingerprint())) {
      return new KeyUse.Used(Repetition.otherwiseUsed());
    }
    Instant endedAt = first.endedAt();
    Duration age = Duration.between(endedAt == null ? now : endedAt, now);
    return new KeyUse.Used(Repetition.of(first.callId(), first.ended(), first.happened(), age));
  }

  private Optional<WriteRows.Keyed> another(ToolCallRequested call) {
    String key = call.getKeyDigest();
    return key == null
        ? Optional.empty()
        : rows.underKey(key).filter(first -> !first.callId().equals(call.getCallId()));
  }

  /** As long as nobody knows whether a write has happened, its key stands for it. */
  private boolean isForgotten(WriteRows.Keyed first, Instant now) {
    boolean unknown =
        first.ended() != null
            && first.ended().ending() == Ending.OUTCOME_UNKNOWN
            && first.happened() == null;
    return !unknown && first.intendedAt().isBefore(now.minus(properties.keys()));
  }

  /**
   * The attempt certainly changed nothing, so the write may be sent again, also after a crash. What
   * an earlier attempt left in doubt stays so.
   *
   * @return false where the ledger could not be told
   */
  public boolean withdraw(String callId, String holder) {
    return reached(
            () -> {
              rows.withdraw(callId, holder);
              return true;
            })
        .isPresent();
  }

  /** Sets the ending, and says which one stands; empty where the ledger cannot be reached. */
  public Optional<Ended> end(String callId, Ended ended) {
    return reached(
        () -> {
          Ended certain = rows.isDoubtful(callId) ? ended.afterDoubt() : ended;
          return rows.finish(callId, certain, clock.instant())
              ? certain
              : rows.ending(callId).orElse(certain);
        });
  }

  /** How any call ended: it may have been one that asks what became of a write. */
  public void heard(ToolCallRequested call, Ended ended) {
    verifications.heard(call, ended);
  }

  /**
   * Ends a write that its owner has not sent, and keeps everybody else from sending it; unless it
   * was sent before, or may have been.
   *
   * @return which ending stands; empty where the ledger cannot be reached
   */
  public Optional<Ended> endUnsent(ToolCallRequested call, String holder, Ended ended) {
    return reached(
        () ->
            settled(
                call.getCallId(),
                rows.addUnsent(call, holder) ? ended : Ended.unknownAfterCrash()));
  }

  /**
   * Forgets what is older than any command that could come again, but for writes that nobody knows
   * the outcome of.
   */
  public void forgetOld() {
    Instant now = clock.instant();
    Instant before = now.minus(properties.keep());
    reached(
            () -> {
              rows.openBefore(before)
                  .forEach(callId -> rows.finish(callId, Ended.unknownAfterCrash(), now));
              return rows.deleteBefore(before);
            })
        .filter(forgotten -> forgotten > 0)
        .ifPresent(forgotten -> log.info("Forgot {} old writes", forgotten));
  }

  private <T> Optional<T> reached(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (DataAccessException problem) {
      Meters.LEDGER_FAILURES.counter(meters).increment();
      log.warn("The write ledger cannot be reached ({})", problem.getClass().getSimpleName());
      return Optional.empty();
    }
  }
}
