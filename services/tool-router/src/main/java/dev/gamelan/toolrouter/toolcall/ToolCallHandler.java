package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.toolrouter.audit.Refusals;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.dispatch.Dispatched;
import dev.gamelan.toolrouter.dispatch.Dispatcher;
import io.micrometer.observation.Observation;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

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

  ToolCallHandler(
      CallDecision decision,
      Dispatcher dispatcher,
      Refusals refusals,
      CallRecords records,
      Answers answers,
      CallObservation observation) {
    this.decision = decision;
    this.dispatcher = dispatcher;
    this.refusals = refusals;
    this.records = records;
    this.answers = answers;
    this.observation = observation;
  }

  public Mono<ToolCallAnswer> call(ToolCall call) {
    return call(call, () -> {});
  }

  /**
   * @param sentOn run when the call waits for its turn; never where it is refused
   */
  public Mono<ToolCallAnswer> call(ToolCall call, Runnable sentOn) {
    return observation.of(call, trace -> answer(call, sentOn, trace));
  }

  /** The refusal, on record, of a call that would not be sent on now; empty for any other. */
  public Mono<ToolCallAnswer> refusal(ToolCall call) {
    return Mono.defer(
        () ->
            switch (decision.decide(call)) {
              case Decision.Refused refused ->
                  observation.of(call, trace -> refuse(call, refused, trace));
              case Decision.Admitted ignored -> Mono.empty();
            });
  }

  /**
   * Refuses a call to which its caller has not said yes.
   *
   * @param sentence why not, without anything that the caller wrote
   */
  public Mono<ToolCallAnswer> notConfirmed(ToolCall call, Tool tool, String sentence) {
    return observation.of(
        call,
        trace ->
            refuse(
                call,
                Decision.Refused.forGood(tool, Outcome.NOT_CONFIRMED, sentence, sentence),
                trace));
  }

  private Mono<ToolCallAnswer> answer(ToolCall call, Runnable sentOn, Observation trace) {
    return switch (decision.decide(call)) {
      case Decision.Refused refused -> refuse(call, refused, trace);
      case Decision.Admitted admitted ->
          dispatcher
              .dispatch(
                  records.requested(call, admitted),
                  records.admitted(call, admitted, trace),
                  trace,
                  sentOn)
              .flatMap(dispatched -> answer(call, admitted.tool(), dispatched, trace));
    };
  }

  private Mono<ToolCallAnswer> answer(
      ToolCall call, Tool tool, Dispatched dispatched, Observation trace) {
    return switch (dispatched) {
      case Dispatched.Completed(var completed) -> Mono.just(answers.of(tool, completed));
      case Dispatched.NoAnswerYet() -> Mono.just(answers.notYet(call));
      case Dispatched.Stopping(boolean sentOn) when sentOn -> Mono.just(answers.elsewhere(call));
      case Dispatched.Stopping ignored -> refuse(call, answers.stopping(tool), trace);
      case Dispatched.TooManyPending full -> refuse(call, answers.tooMany(tool, full), trace);
      case Dispatched.NotPublished failed ->
          refuse(call, answers.notPublished(tool, failed), trace);
    };
  }

  private Mono<ToolCallAnswer> refuse(ToolCall call, Decision.Refused refused, Observation trace) {
    observation.refused(refused.outcome());
    return refusals
        .record(records.refused(call, refused, trace), trace)
        .thenReturn(answers.of(call, refused));
  }
}
