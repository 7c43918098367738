package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.toolrouter.access.Access;
import dev.gamelan.toolrouter.admission.Admission;
import dev.gamelan.toolrouter.catalog.ArgumentCheck;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.CheckedArguments;
import dev.gamelan.toolrouter.catalog.RequestBuilder;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.ClientsSeen;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.Verdict;
import org.springframework.stereotype.Component;

/**
 * Decides about a call, asking in this order: which tool, at which connection, is it stopped, may
 * they by their token, may they by what is governed, does it fit, in time.
 */
@Component
final class CallDecision {
  private final Catalog catalog;
  private final Governance governance;
  private final ClientsSeen clientsSeen;
  private final Access access;
  private final ArgumentCheck argumentCheck;
  private final RequestBuilder requestBuilder;
  private final Admission admission;
  private final ToolCalls calls;

  CallDecision(
      Catalog catalog,
      Governance governance,
      ClientsSeen clientsSeen,
      Access access,
      ArgumentCheck argumentCheck,
      RequestBuilder requestBuilder,
      Admission admission,
      ToolCalls calls) {
    this.catalog = catalog;
    this.governance = governance;
    this.clientsSeen = clientsSeen;
    this.access = access;
    this.argumentCheck = argumentCheck;
    this.requestBuilder = requestBuilder;
    this.admission = admission;
    this.calls = calls;
  }

  /** All of one decision goes by the same rules. */
  Decision decide(ToolCall call) {
    Rules rules = governance.rules();
    Decision decided = decide(call, rules);
    return decided instanceof Decision.Refused refused ? refused.by(rules.version()) : decided;
  }

  private Decision decide(ToolCall call, Rules rules) {
    Tool tool = catalog.find(call.tool()).orElse(null);
    if (tool == null) {
      return Decision.Refused.forGood(
          null,
          Outcome.UNKNOWN_TOOL,
          "There is no tool of this name. List the tools for those there are.",
          "There is no tool of this name.");
    }
    Decision.Refused elsewhere = calls.refusalOf(call.connection(), tool);
    if (elsewhere != null) {
      return elsewhere;
    }
    if (rules.stop(call.caller(), call.connection(), tool) instanceof Verdict.Denied denied) {
      return GovernanceRefusals.of(tool, denied);
    }
    return switch (access.of(call.caller(), tool.effect())) {
      case READ_NOT_ALLOWED ->
          notAllowed(tool, Outcome.READ_NOT_ALLOWED, "Your token may not read from Gong.");
      case WRITE_NOT_ALLOWED ->
          notAllowed(
              tool,
              Outcome.WRITE_NOT_ALLOWED,
              "%s changes something at Gong, and your token may only read.".formatted(tool.name()));
      case ALLOWED -> decideByRules(call, tool, rules);
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

  private Decision decideByRules(ToolCall call, Tool tool, Rules rules) {
    return switch (rules.judgeRunning(call.caller(), call.connection(), tool, call.requestedAt())) {
      case Verdict.Denied denied -> GovernanceRefusals.of(tool, denied);
      case Verdict.Allowed ignored -> {
        clientsSeen.note(call.caller());
        yield decideOnArguments(call, tool, rules);
      }
    };
  }

  private Decision decideOnArguments(ToolCall call, Tool tool, Rules rules) {
    return switch (argumentCheck.check(tool, call.arguments())) {
      case CheckedArguments.Invalid invalid ->
          Decision.Refused.forGood(
              tool, Outcome.INVALID_ARGUMENTS, invalid.sentence(), invalid.sentenceWithoutValues());
      case CheckedArguments.Valid valid -> decideOnTime(call, tool, valid, rules);
    };
  }

  private Decision decideOnTime(
      ToolCall call, Tool tool, CheckedArguments.Valid arguments, Rules rules) {
    return switch (admission.judge(call.connection(), call.deadline())) {
      case Admission.Verdict.TooLate late ->
          Decision.Refused.forNow(tool, Outcome.NOT_IN_TIME, late.sentence(), late.retryAt());
      case Admission.Verdict.DaySpent spent ->
          Decision.Refused.forNow(tool, Outcome.QUOTA_SPENT, spent.sentence(), spent.retryAt());
      case Admission.Verdict.InTime(var expectedAt) ->
          new Decision.Admitted(
              tool, requestBuilder.build(tool, arguments), expectedAt, rules.version());
    };
  }
}
