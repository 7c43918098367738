package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.Repetition;
import dev.gamelan.gongcaller.ledger.KeyUse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a write with an idempotency key wait for its turn only where no other has it; else it ends
 * by what has become of the other. Whoever holds the {@link LaneLock} may call it.
 */
final class KeyedCalls {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final LaneLock lock;
  private final EndingsAside aside;
  private final CallEndings endings;
  private final KeysInHand keys;
  private final LaneParts parts;
  private final Set<QueuedCall> judged = new HashSet<>();

  KeyedCalls(
      LaneLock lock, EndingsAside aside, CallEndings endings, KeysInHand keys, LaneParts parts) {
    this.lock = lock;
    this.aside = aside;
    this.endings = endings;
    this.keys = keys;
    this.parts = parts;
  }

  /**
   * Asks the ledger, unless the key is in other hands here.
   *
   * @param join what becomes of a call whose key is its own
   */
  void judge(LaneBook book, QueuedCall call, BiConsumer<LaneBook, QueuedCall> join) {
    QueuedCall other = keys.other(call);
    if (other != null) {
      aside.end(book, () -> endings.repeated(call, underWay(call, other)));
      return;
    }
    judged.add(call);
    aside.end(
        book,
        () -> {
          Ended ended = ending(call);
          lock.change(
              after -> {
                if (!judged.remove(call)) {
                  keys.release(call);
                } else if (ended == null) {
                  join.accept(after, call);
                } else {
                  aside.end(after, () -> endings.repeated(call, ended));
                }
              });
        });
  }

  /** Takes back a call that is being judged. */
  Optional<QueuedCall> take(String callId, String caller) {
    Optional<QueuedCall> found =
        judged.stream()
            .filter(call -> call.request().getCallId().equals(callId))
            .filter(call -> call.request().getCaller().equals(caller))
            .findAny();
    found.ifPresent(judged::remove);
    return found;
  }

  /** Null where the key is the call's own from now on. */
  private @Nullable Ended ending(QueuedCall call) {
    return switch (parts.ledger().keyOf(call.request())) {
      case KeyUse.Used(Ended ended) -> ended;
      case KeyUse.Unavailable ignored -> Ended.ledgerAway();
      case KeyUse.Free ignored -> {
        QueuedCall other = keys.take(call);
        yield other == null ? null : underWay(call, other);
      }
      case KeyUse.Open ignored -> {
        QueuedCall other = keys.take(call);
        yield other == null ? orphaned(call) : underWay(call, other);
      }
    };
  }

  /** The one that was about to be sent is in nobody's hands. */
  private @Nullable Ended orphaned(QueuedCall call) {
    return switch (parts.ledger().keyWithoutHolder(call.request())) {
      case KeyUse.Used(Ended ended) -> ended;
      case KeyUse.Unavailable ignored -> Ended.ledgerAway();
      case KeyUse.Free ignored -> null;
      case KeyUse.Open ignored -> null;
    };
  }

  private Ended underWay(QueuedCall call, QueuedCall other) {
    return Repetition.isOf(call.request(), other.request().getFingerprint())
        ? Repetition.inProgress(parts.clock().instant().plus(SOON))
        : Repetition.otherwiseUsed();
  }
}
