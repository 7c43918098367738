package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.Standing;
import dev.gamelan.gongcaller.trace.CallTraces;
import io.micrometer.tracing.Span;
import java.time.Duration;
import java.util.Optional;

/** Ends a call: the ledger first, if it is a write; then Kafka; its offset last. */
final class CallEndings {
  private static final int LEDGER_TRIES = 10;
  private static final Duration LEDGER_PAUSE = Duration.ofMillis(200);

  private final LaneParts parts;
  private final PartitionAssignment assignment;

  CallEndings(LaneParts parts, PartitionAssignment assignment) {
    this.parts = parts;
    this.assignment = assignment;
  }

  /** Ends a call that was sent. */
  void answered(QueuedCall call, Ended ended) {
    publish(call, call.changesGong() ? recorded(call, ended) : Optional.of(ended));
  }

  /**
   * Ends a call that was not sent by this owner. A write ends so in the ledger first: an earlier
   * owner may have sent it, a later one might, and neither must after this is told.
   */
  void unsent(QueuedCall call, Ended ended) {
    if (!call.changesGong()) {
      publish(call, Optional.of(ended));
    } else if (call.attempts() > 0 || assignment.inherited(call)) {
      publish(call, settled(call, ended));
    } else {
      publish(call, settledNow(call, ended).or(() -> Optional.of(ended)));
    }
  }

  /** Ends a call by an ending that the ledger already holds. */
  void repeated(QueuedCall call, Ended ended) {
    publish(call, Optional.of(ended));
  }

  /** Where the ledger stays away the answer is passed on all the same: it is known to be true. */
  private Optional<Ended> recorded(QueuedCall call, Ended ended) {
    Optional<Ended> stands = parts.ledger().end(call.request().getCallId(), ended);
    for (int tries = 1; stands.isEmpty() && tries < LEDGER_TRIES; tries++) {
      rest();
      stands = parts.ledger().end(call.request().getCallId(), ended);
    }
    return stands.or(() -> Optional.of(ended));
  }

  /** Waits for the ledger as long as it takes: without it, "Gong was not asked" may be a lie. */
  private Optional<Ended> settled(QueuedCall call, Ended ended) {
    while (!assignment.hasEnded()) {
      Optional<Ended> stands = settledNow(call, ended);
      if (stands.isPresent()) {
        return stands;
      }
      rest();
    }
    return Optional.empty();
  }

  private Optional<Ended> settledNow(QueuedCall call, Ended ended) {
    String holder = assignment.holder(call.request().getConnection());
    return parts.ledger().endUnsent(call.request(), holder, ended);
  }

  private void publish(QueuedCall call, Optional<Ended> ended) {
    if (ended.isEmpty()) {
      return;
    }
    // The ledger has it by now: who tries again is told the same.
    assignment.keys().release(call);
    String connection = call.request().getConnection();
    try (CallTraces.Step step =
        parts.traces().step("tool call ended", Span.Kind.PRODUCER, call.traceparent())) {
      step.tag("ending", ended.get().ending().name());
      note(call, ended.get());
      boolean published =
          parts
              .publisher()
              .ended(
                  call.request(),
                  ended.get(),
                  CallTraces.traceId(call.traceparent()),
                  () -> standing(connection));
      call.awaitAccounts();
      if (published) {
        assignment.offsets().ended(call.offset());
      }
    }
  }

  /** For who asked, if it is one question of a check. */
  private void note(QueuedCall call, Ended ended) {
    parts
        .checks()
        .ended(
            call.request().getCallId(),
            ended.ending().name(),
            ended.httpStatus(),
            ended.attempts(),
            ended.lacksScope(),
            ended.detail());
    parts.ledger().heard(call.request(), ended);
  }

  private Standing standing(String connection) {
    return assignment.standing(connection);
  }

  private void rest() {
    try {
      parts.times().rest(LEDGER_PAUSE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
