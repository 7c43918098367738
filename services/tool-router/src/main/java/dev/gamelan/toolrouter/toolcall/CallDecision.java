package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.toolrouter.access.Access;
import dev.gamelan.toolrouter.admission.Admission;
import dev.gamelan.toolrouter.catalog.ArgumentCheck;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.CheckedArguments;
import dev.gamelan.toolrouter.catalog.RequestBuilder;
import dev.gamelan.toolrouter.catalog.Tool;
import org.springframework.stereotype.Component;

/** Decides about a call, asking in this order: which tool, may they, does it fit, in time. */
@Component
final class CallDecision {
  private final Catalog catalog;
  private final Access access;
  private final ArgumentCheck argumentCheck;
  private final RequestBuilder requestBuilder;
  private final Admission admission;
  private final ToolCalls calls;

  CallDecision(
      Catalog catalog,
      Access access,
      ArgumentCheck argumentCheck,
      RequestBuilder requestBuilder,
      Admission admission,
      ToolCalls calls) {
    this.catalog = catalog;
    this.access = access;
    this.argumentCheck = argumentCheck;
    this.requestBuilder = requestBuilder;
    this.admission = admission;
    this.calls = calls;
  }

  Decision decide(ToolCall call) {
    Tool tool = catalog.find(call.tool()).orElse(null);
    if (tool == null) {
      return Decision.Refused.forGood(
          null,
          Outcome.UNKNOWN_TOOL,
          "There is no tool of this name. List the tools for those there are.",
          "There is no tool of this name.");
    }
    if (!calls.knowsConnection(call.connection())) {
      return Decision.Refused.forGood(
          tool,
          Outcome.UNKNOWN_CONNECTION,
          "There is no connection of this name. Leave it out for the usual one.",
          "There is no connection of this name.");
    }
    return switch (access.of(call.caller(), tool.effect())) {
      case READ_NOT_ALLOWED ->
          notAllowed(tool, Outcome.READ_NOT_ALLOWED, "Your token may not read from Gong.");
      case WRITE_NOT_ALLOWED ->
          notAllowed(
              tool,
              Outcome.WRITE_NOT_ALLOWED,
              "%s changes something at Gong, and your token may only read.".formatted(tool.name()));
      case ALLOWED -> decideOnArguments(call, tool);
    };
  }

  private static Decision notAllowed(Tool tool, Outcome outcome, String sentence) {
    return Decision.Refused.forGood(
        tool,
        outcome,
        sentence
            + " Trying again with the same token does not help; ask whoever runs this installation.",
        sentence);
  }

  private Decision decideOnArguments(ToolCall call, Tool tool) {
    return switch (argumentCheck.check(tool, call.arguments())) {
      case CheckedArguments.Invalid invalid ->
          Decision.Refused.forGood(
              tool, Outcome.INVALID_ARGUMENTS, invalid.sentence(), invalid.sentenceWithoutValues());
      case CheckedArguments.Valid valid -> decideOnTime(call, tool, valid);
    };
  }

  private Decision decideOnTime(ToolCall call, Tool tool, CheckedArguments.Valid arguments) {
    return switch (admission.judge(call.connection(), call.deadline())) {
      case Admission.Verdict.TooLate late ->
          Decision.Refused.forNow(tool, Outcome.NOT_IN_TIME, late.sentence(), late.retryAt());
      case Admission.Verdict.DaySpent spent ->
          Decision.Refused.forNow(tool, Outcome.QUOTA_SPENT, spent.sentence(), spent.retryAt());
      case Admission.Verdict.InTime(var expectedAt) ->
          new Decision.Admitted(tool, requestBuilder.build(tool, arguments), expectedAt);
    };
  }
}
