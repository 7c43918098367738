package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.gong.GongLine;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.gongcaller.permit.Permit;
import dev.gamelan.gongcaller.permit.PermitOutcome;
import dev.gamelan.gongcaller.trace.CallTraces;
import dev.gamelan.gongcaller.upload.OpenedFile;
import io.micrometer.tracing.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt at Gong, and accounts for it: to quota, and on the topic of spent quota. */
final class Attempts {
  private static final Logger log = LoggerFactory.getLogger(Attempts.class);
  private static final int TOO_MANY_REQUESTS = 429;

  private final LaneParts parts;
  private final PartitionAssignment assignment;

  Attempts(LaneParts parts, PartitionAssignment assignment) {
    this.parts = parts;
    this.assignment = assignment;
  }

  record Made(GongAnswer answer, Duration took) {}

  Made make(
      QueuedCall call,
      GongAccount account,
      Permit permit,
      String holder,
      GongLine line,
      OpenedFile file) {
    Instant sentAt = parts.clock().instant();
    if (call.tries() == 0) {
      Meters.CALLS_WAITED.timer(parts.meters()).record(Duration.between(call.arrivedAt(), sentAt));
    }
    call.sent(sentAt);
    Made made = send(call, account, line, file, sentAt);
    line.close();
    call.account(
        CompletableFuture.runAsync(
            () -> account(call, permit, holder, sentAt, made.answer()),
            Thread::startVirtualThread));
    if (Objects.equals(status(made.answer()), TOO_MANY_REQUESTS)) {
      // Quota freezes the connection before anybody asks it for the next permit.
      call.awaitAccounts();
    }
    return made;
  }

  /** Nobody's answer waits for this, but the call's ending does. */
  private void account(
      QueuedCall call, Permit permit, String holder, Instant sentAt, GongAnswer answer) {
    String connection = call.request().getConnection();
    try {
      parts.permits().report(connection, permit.permitId(), outcome(call, holder, answer));
      parts
          .publisher()
          .spent(
              call.request(),
              permit.permitId(),
              holder,
              sentAt,
              status(answer),
              () -> assignment.standing(connection));
    } catch (RuntimeException bug) {
      log.error("The permit {} was not accounted for", permit.permitId(), bug);
    }
  }

  private Made send(
      QueuedCall call, GongAccount account, GongLine line, OpenedFile file, Instant now) {
    long started = System.nanoTime();
    try (CallTraces.Step step =
        parts.traces().step("gong request", Span.Kind.CLIENT, call.traceparent())) {
      step.tag("operation", call.request().getOperation());
      GongAnswer answer =
          line.send(
              account,
              call.request().getRequest(),
              file.of(call.request()),
              step.headers(),
              Duration.between(now, call.request().getDeadline()));
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      Integer status = status(answer);
      String shown = status == null ? "none" : String.valueOf(status);
      step.tag("status", shown);
      Meters.GONG_REQUESTS.timer(parts.meters(), shown).record(took);
      return new Made(answer, took);
    }
  }

  private static PermitOutcome outcome(QueuedCall call, String holder, GongAnswer answer) {
    Integer status = status(answer);
    Duration retryAfter =
        answer instanceof GongAnswer.Responded responded ? responded.retryAfter() : null;
    return new PermitOutcome(
        holder,
        status == null ? PermitOutcome.Result.NO_RESPONSE : PermitOutcome.Result.RESPONDED,
        status,
        retryAfter == null ? null : retryAfter.toMillis(),
        call.request().getCaller(),
        call.request().getTool());
  }

  static @Nullable Integer status(GongAnswer answer) {
    return switch (answer) {
      case GongAnswer.Responded responded -> responded.status();
      case GongAnswer.TooLarge tooLarge -> tooLarge.status();
      case GongAnswer.NoResponse none -> null;
      case GongAnswer.BrokenOff none -> null;
      case GongAnswer.NotConnected none -> null;
    };
  }
}
