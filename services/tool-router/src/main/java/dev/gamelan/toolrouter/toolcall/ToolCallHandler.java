package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.toolrouter.audit.Refusals;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.dispatch.Dispatched;
import dev.gamelan.toolrouter.dispatch.Dispatcher;
import dev.gamelan.toolrouter.dispatch.SentOn;
import io.micrometer.observation.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Answers a tool call: decides, sends it on, and waits for what Gong said.
 *
 * <p>Whoever unsubscribes before the answer has cancelled the call. Subscribe on a thread that may
 * block: a decision reads all of the arguments.
 */
@Component
public final class ToolCallHandler {
  private final CallDecision decision;
  private final Dispatcher dispatcher;
  private final Refusals refusals;
  private final CallRecords records;
  private final Answers answers;
  private final CallObservation observation;
  private final FilteredAnswers filtered;
  private final CallCounting counting;
  private final Scheduler blocking;

  ToolCallHandler(
      CallDecision decision,
      Dispatcher dispatcher,
      Refusals refusals,
      CallRecords records,
      Answers answers,
      CallObservation observation,
      FilteredAnswers filtered,
      CallCounting counting,
      Scheduler blocking) {
    this.decision = decision;
    this.dispatcher = dispatcher;
    this.refusals = refusals;
    this.records = records;
    this.answers = answers;
    this.observation = observation;
    this.filtered = filtered;
    this.counting = counting;
    this.blocking = blocking;
  }

  public Mono<ToolCallAnswer> call(ToolCall call) {
    return call(call, null, () -> {});
  }

  /**
   * As {@link #call(ToolCall)}. Where the wait would be long and the call may come later, the
   * answer is that of {@link Answers#pending}: the later call is under way, whether or not anybody
   * waits.
   *
   * @param later null where the answer cannot come later
   * @param sentOn run when the call waits for its turn; never where it is refused, or comes later
   */
  public Mono<ToolCallAnswer> call(ToolCall call, @Nullable Later later, Runnable sentOn) {
    return Mono.defer(
        () -> {
          Decision now = decision.decide(call);
          if (later == null
              || !isLong(now, call, later)
              || !(decision.decide(later.call()) instanceof Decision.Admitted admitted)) {
            return atOnce(call, now, sentOn);
          }
          return later
              .noting()
              .note(later.call(), admitted.expectedAt())
              .flatMap(
                  noted ->
                      switch (noted) {
                        case NOTED ->
                            observation.of(
                                later.call(), trace -> sendOn(later.call(), admitted, trace));
                        case TOO_MANY -> atOnce(call, now, sentOn);
                        case NOT_PUBLISHED ->
                            observation.of(
                                call,
                                trace ->
                                    refuse(
                                        call,
                                        answers.notPublished(
                                            call,
                                            admitted.tool(),
                                            new Dispatched.NotPublished(false)),
                                        trace));
                      });
        });
  }

  private Mono<ToolCallAnswer> atOnce(ToolCall call, Decision decided, Runnable sentOn) {
    return observation.of(call, trace -> answer(call, decided, sentOn, trace));
  }

  /** The refusal, on record, of a call that would not be sent on now; empty for any other. */
  public Mono<ToolCallAnswer> refusal(ToolCall call) {
    return Mono.defer(
        () ->
            switch (decision.decide(call)) {
              case Decision.Refused refused ->
                  observation.of(call, trace -> refuse(call, refused, trace));
              case Decision.ToConfirm ignored -> Mono.empty();
              case Decision.Admitted ignored -> Mono.empty();
            });
  }

  /** Why a person has to say yes to a call first; empty where policies do not want that. */
  public List<String> confirmations(ToolCall call) {
    return decision.mayAsk(call.connection())
            && decision.decide(call) instanceof Decision.ToConfirm asks
        ? asks.why()
        : List.of();
  }

  /**
   * Refuses a call, on record, for a reason that was found before it could be decided upon.
   *
   * @param tool null where there is no such tool
   * @param sentence why, without anything that the caller wrote
   */
  public Mono<ToolCallAnswer> refused(
      ToolCall call, @Nullable Tool tool, Outcome outcome, String sentence) {
    return observation.of(
        call,
        trace -> refuse(call, Decision.Refused.forGood(tool, outcome, sentence, sentence), trace));
  }

  private static boolean isLong(Decision decision, ToolCall call, Later later) {
    return switch (decision) {
      case Decision.Admitted admitted ->
          admitted.expectedAt().isAfter(call.requestedAt().plus(later.after()));
      case Decision.Refused refused ->
          refused.outcome() == Outcome.NOT_IN_TIME || refused.outcome() == Outcome.QUOTA_SPENT;
      case Decision.ToConfirm ignored -> false;
    };
  }

  private Mono<ToolCallAnswer> sendOn(
      ToolCall call, Decision.Admitted admitted, Observation trace) {
    counting.admitted(call, admitted.tool());
    return dispatcher
        .sendOn(records.requested(call, admitted), records.admitted(call, admitted, trace), trace)
        .flatMap(
            sent ->
                switch (sent) {
                  case SentOn.UnderWay() -> Mono.just(answers.pending(call.callId()));
                  case SentOn.NotSent(var why) -> answer(call, admitted.tool(), why, trace);
                });
  }

  private Mono<ToolCallAnswer> answer(
      ToolCall call, Decision decided, Runnable sentOn, Observation trace) {
    return switch (decided) {
      case Decision.Refused refused -> refuse(call, refused, trace);
      case Decision.ToConfirm asks -> refuse(call, asks.unasked(), trace);
      case Decision.Admitted admitted -> {
        counting.admitted(call, admitted.tool());
        yield dispatcher
            .dispatch(
                records.requested(call, admitted),
                records.admitted(call, admitted, trace),
                trace,
                sentOn)
            // The thread that brings endings is not to wait for what a filter asks.
            .publishOn(blocking)
            .flatMap(dispatched -> answer(call, admitted.tool(), dispatched, trace));
      }
    };
  }

  private Mono<ToolCallAnswer> answer(
      ToolCall call, Tool tool, Dispatched dispatched, Observation trace) {
    return switch (dispatched) {
      case Dispatched.Completed(var completed) -> Mono.just(read(call, tool, completed));
      case Dispatched.NoAnswerYet() -> Mono.just(answers.notYet(call));
      case Dispatched.Stopping(boolean sentOn) when sentOn -> Mono.just(answers.elsewhere(call));
      case Dispatched.Stopping ignored -> refuse(call, answers.stopping(tool), trace);
      case Dispatched.Stopped(boolean sentOn) -> refuse(call, answers.stopped(tool, sentOn), trace);
      case Dispatched.TooManyPending full -> refuse(call, answers.tooMany(tool, full), trace);
      case Dispatched.NotPublished failed ->
          refuse(call, answers.notPublished(call, tool, failed), trace);
    };
  }

  private ToolCallAnswer read(ToolCall call, Tool tool, ToolCallCompleted completed) {
    return filtered.read(tool, completed, call.caller(), call.client());
  }

  private Mono<ToolCallAnswer> refuse(ToolCall call, Decision.Refused refused, Observation trace) {
    counting.refused(call, refused);
    observation.refused(refused.outcome());
    return refusals
        .record(records.refused(call, refused, trace), trace)
        .thenReturn(answers.of(call, refused));
  }
}
