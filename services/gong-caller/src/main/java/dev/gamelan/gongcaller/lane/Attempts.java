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
import java.util.List;
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

  /** Sends what has left. */
  Made make(Flight flight, GongAccount account, GongLine line, OpenedFile file) {
    Instant now = parts.clock().instant();
    for (QueuedCall call : flight.boarded()) {
      if (call.tries() == 1) {
        Meters.CALLS_WAITED.timer(parts.meters()).record(Duration.between(call.arrivedAt(), now));
      }
    }
    if (flight.boarded().size() > 1) {
      Meters.REQUESTS_SHARED.counter(parts.meters()).increment();
    }
    Made made = send(flight, account, line, file, now);
    line.close();
    return made;
  }

  /**
   * Accounts for what was sent, to the first of its calls. Nobody's answer waits for it, but the
   * endings do.
   */
  void account(
      Flight flight, List<QueuedCall> calls, Permit permit, String holder, GongAnswer answer) {
    var accounting =
        CompletableFuture.runAsync(
            () -> tell(flight, calls, permit, holder, answer), Thread::startVirtualThread);
    calls.forEach(call -> call.account(accounting));
    if (Objects.equals(status(answer), TOO_MANY_REQUESTS)) {
      // Quota freezes the connection before anybody asks it for the next permit.
      accounting.join();
    }
  }

  private void tell(
      Flight flight, List<QueuedCall> calls, Permit permit, String holder, GongAnswer answer) {
    QueuedCall lead = flight.lead();
    String connection = lead.request().getConnection();
    try {
      parts.permits().report(connection, permit.permitId(), outcome(lead, holder, answer));
      parts
          .publisher()
          .spent(
              lead.request(),
              calls.stream()
                  .filter(call -> call != lead)
                  .map(call -> call.request().getCallId())
                  .toList(),
              permit.permitId(),
              holder,
              flight.leftAt(),
              status(answer),
              () -> assignment.standing(connection));
    } catch (RuntimeException bug) {
      log.error("The permit {} was not accounted for", permit.permitId(), bug);
    }
  }

  private Made send(
      Flight flight, GongAccount account, GongLine line, OpenedFile file, Instant now) {
    long started = parts.nanos();
    QueuedCall lead = flight.lead();
    List<String> beside =
        flight.boarded().stream()
            .filter(call -> call != lead)
            .map(QueuedCall::traceparent)
            .filter(Objects::nonNull)
            .toList();
    try (CallTraces.Step step =
        parts.traces().step("gong request", Span.Kind.CLIENT, lead.traceparent(), beside)) {
      step.tag("operation", lead.request().getOperation());
      step.tag("calls", String.valueOf(flight.boarded().size()));
      GongAnswer answer =
          line.send(
              account,
              flight.request(),
              file.of(lead.request()),
              step.headers(),
              Duration.between(now, flight.awaitedUntil()));
      Duration took = Duration.ofNanos(parts.nanos() - started);
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
