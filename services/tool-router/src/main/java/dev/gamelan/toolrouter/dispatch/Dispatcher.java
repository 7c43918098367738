package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.ToolCallCancelled;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.topics.FailureWithoutPayload;
import io.micrometer.observation.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Sends an admitted call on and waits for its ending. */
public final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final PendingCalls pending;
  private final Consumer<AuditEvent> trail;
  private final Consumer<ToolCallRequested> requested;
  private final Consumer<ToolCallCancelled> cancelled;
  private final Predicate<String> stopped;
  private final Executor blocking;
  private final Duration grace;
  private final Clock clock;

  /**
   * @param stopped whether a kill switch stops a connection's calls now
   */
  Dispatcher(
      PendingCalls pending,
      Consumer<AuditEvent> trail,
      Consumer<ToolCallRequested> requested,
      Consumer<ToolCallCancelled> cancelled,
      Predicate<String> stopped,
      Executor blocking,
      Duration grace,
      Clock clock) {
    this.pending = pending;
    this.trail = trail;
    this.requested = requested;
    this.cancelled = cancelled;
    this.stopped = stopped;
    this.blocking = blocking;
    this.grace = grace;
    this.clock = clock;
  }

  private enum Sending {
    ACKNOWLEDGED,
    NOT_SENT,
    STOPPED,
    PERHAPS_SENT
  }

  /**
   * Whoever unsubscribes before the ending has cancelled the call.
   *
   * @param admitted the entry for the trail, which is there before the command is
   * @param trace what the sending is a part of
   * @param sentOn run when the broker has the command
   */
  public Mono<Dispatched> dispatch(
      ToolCallRequested command, AuditEvent admitted, Observation trace, Runnable sentOn) {
    return Mono.defer(
        () ->
            switch (pending.register(
                command.getCallId(), command.getCaller(), command.getConnection())) {
              case PendingCalls.Registration.Refused refused -> Mono.just(refused.why());
              case PendingCalls.Registration.Registered registered ->
                  sendAndWait(registered.call(), command, admitted, trace, sentOn);
            });
  }

  /**
   * Sends on a call whose ending is asked for later. Whoever unsubscribes before it is sent has
   * cancelled it; afterwards nobody but {@link #cancel} does.
   */
  public Mono<SentOn> sendOn(ToolCallRequested command, AuditEvent admitted, Observation trace) {
    return Mono.defer(
        () ->
            switch (pending.register(
                command.getCallId(), command.getCaller(), command.getConnection(), false)) {
              case PendingCalls.Registration.Refused refused ->
                  Mono.just(new SentOn.NotSent(refused.why()));
              case PendingCalls.Registration.Registered registered ->
                  sendOn(registered.call(), command, admitted, trace);
            });
  }

  private Mono<SentOn> sendOn(
      PendingCall call, ToolCallRequested command, AuditEvent admitted, Observation trace) {
    CompletableFuture<Sending> sending =
        CompletableFuture.supplyAsync(() -> trace.scoped(() -> send(command, admitted)), blocking);
    takeBackIfStopped(call, sending, command);
    // The cancellation of a stream that has been answered comes as well, and means nothing.
    AtomicBoolean underWay = new AtomicBoolean();
    return Mono.fromFuture(sending, true)
        .<SentOn>map(
            sent ->
                switch (sent) {
                  case ACKNOWLEDGED -> {
                    underWay.set(true);
                    countUntilItEnds(call, patience(command.getDeadline()));
                    yield new SentOn.UnderWay();
                  }
                  case NOT_SENT -> notSent(call, false);
                  case STOPPED -> {
                    pending.remove(call);
                    yield new SentOn.NotSent(new Dispatched.Stopped(false));
                  }
                  case PERHAPS_SENT -> {
                    takeBack(sending, command);
                    yield notSent(call, true);
                  }
                })
        .doOnCancel(
            () -> {
              if (!underWay.get()) {
                pending.remove(call);
                takeBack(sending, command);
              }
            });
  }

  /** It waits for its turn at Gong, whoever wants to hear of it. */
  private void countUntilItEnds(PendingCall call, Duration patience) {
    Mono.fromFuture(call.ending(), true)
        .timeout(patience, Mono.just(new Dispatched.NoAnswerYet()))
        .doFinally(signal -> pending.remove(call))
        .subscribe();
  }

  private SentOn notSent(PendingCall call, boolean perhapsTaken) {
    pending.remove(call);
    return new SentOn.NotSent(new Dispatched.NotPublished(perhapsTaken));
  }

  /** Tells gong-caller that nobody wants the answer any more; returns once the broker has it. */
  public void cancel(String callId, String connection, String caller) {
    cancelled.accept(new ToolCallCancelled(callId, connection, caller, clock.instant()));
  }

  private Mono<Dispatched> sendAndWait(
      PendingCall call,
      ToolCallRequested command,
      AuditEvent admitted,
      Observation trace,
      Runnable sentOn) {
    CompletableFuture<Sending> sending =
        CompletableFuture.supplyAsync(() -> trace.scoped(() -> send(command, admitted)), blocking);
    takeBackIfStopped(call, sending, command);
    return Mono.fromFuture(sending, true)
        .flatMap(
            sent ->
                switch (sent) {
                  case ACKNOWLEDGED -> {
                    sentOn.run();
                    yield Mono.fromFuture(call.ending(), true);
                  }
                  case NOT_SENT -> Mono.just(new Dispatched.NotPublished(false));
                  case STOPPED -> Mono.just(new Dispatched.Stopped(false));
                  case PERHAPS_SENT -> {
                    takeBack(sending, command);
                    yield Mono.just(new Dispatched.NotPublished(true));
                  }
                })
        .timeout(patience(command.getDeadline()), Mono.just(new Dispatched.NoAnswerYet()))
        .doFinally(
            signal -> {
              pending.remove(call);
              if (signal == SignalType.CANCEL) {
                takeBack(sending, command);
              }
            });
  }

  private void takeBackIfStopped(
      PendingCall call, CompletableFuture<Sending> sending, ToolCallRequested command) {
    call.stop().thenRun(() -> takeBack(sending, command)).isDone();
  }

  /**
   * Asked once more: a call that is registered by now, and was not stopped, is sure to be found.
   */
  private Sending send(ToolCallRequested command, AuditEvent admitted) {
    if (stopped.test(command.getConnection())) {
      return Sending.STOPPED;
    }
    try {
      trail.accept(admitted);
    } catch (RuntimeException brokerAway) {
      log.warn(
          "Call {} was not sent: the trail did not take it",
          command.getCallId(),
          FailureWithoutPayload.of(brokerAway));
      return Sending.NOT_SENT;
    }
    try {
      requested.accept(command);
      return Sending.ACKNOWLEDGED;
    } catch (RuntimeException brokerAway) {
      log.warn(
          "Call {} was not acknowledged by the broker",
          command.getCallId(),
          FailureWithoutPayload.of(brokerAway));
      return Sending.PERHAPS_SENT;
    }
  }

  /** After the command, so that it does not overtake it; once, for a lost one costs one request. */
  private void takeBack(CompletableFuture<Sending> sending, ToolCallRequested command) {
    CompletableFuture<Void> told =
        sending.thenAcceptAsync(
            sent -> {
              if (sent != Sending.NOT_SENT && sent != Sending.STOPPED) {
                cancelled.accept(cancellation(command));
              }
            },
            blocking);
    told.whenComplete(
            (done, problem) -> {
              if (problem != null) {
                log.warn(
                    "The cancellation of call {} was not sent",
                    command.getCallId(),
                    FailureWithoutPayload.of(problem));
              }
            })
        .isDone();
  }

  private ToolCallCancelled cancellation(ToolCallRequested command) {
    return new ToolCallCancelled(
        command.getCallId(), command.getConnection(), command.getCaller(), clock.instant());
  }

  private Duration patience(Instant deadline) {
    Duration left = Duration.between(clock.instant(), deadline);
    return (left.isNegative() ? Duration.ZERO : left).plus(grace);
  }
}
