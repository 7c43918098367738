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
import dev.gamelan.toolrouter.policy.Judgement;
import dev.gamelan.toolrouter.policy.guard.Asker;
import dev.gamelan.toolrouter.policy.guard.PolicyGuard;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Decides about a call, asking in this order: which tool, at which connection, is it stopped, may
 * they by their token, may they by what is governed, does it fit, what do policies say, may they
 * read the answer, in time.
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
  private final PolicyGuard policies;
  private final List<AnswerFilter> filters;

  CallDecision(
      Catalog catalog,
      Governance governance,
      ClientsSeen clientsSeen,
      Access access,
      ArgumentCheck argumentCheck,
      RequestBuilder requestBuilder,
      Admission admission,
      ToolCalls calls,
      PolicyGuard policies,
      List<AnswerFilter> filters) {
    this.catalog = catalog;
    this.governance = governance;
    this.clientsSeen = clientsSeen;
    this.access = access;
    this.argumentCheck = argumentCheck;
    this.requestBuilder = requestBuilder;
    this.admission = admission;
    this.calls = calls;
    this.policies = policies;
    this.filters = List.copyOf(filters);
  }

  /** All of one decision goes by the same rules. */
  Decision decide(ToolCall call) {
    Rules rules = governance.rules();
    Decision decided = decide(call, rules);
    return decided instanceof Decision.Refused refused ? refused.by(rules.version()) : decided;
  }

  /** Whether policies may want a person's yes to some calls. */
  boolean mayAsk(String connection) {
    return policies.mayAsk(governance.rules().state(), connection);
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
      case CheckedArguments.Valid valid -> decideByPolicies(call, tool, valid, rules);
    };
  }

  private Decision decideByPolicies(
      ToolCall call, Tool tool, CheckedArguments.Valid valid, Rules rules) {
    String spent = policies.clientSpent(rules.state(), call.caller());
    if (spent != null) {
      return Decision.Refused.forNow(tool, Outcome.CLIENT_CALLS_SPENT, spent, null);
    }
    Asker asker = new Asker(call.caller(), call.client(), call.connection());
    return switch (policies.before(rules.state(), asker, tool, valid.arguments())) {
      case Judgement.Denied denied -> Decision.Refused.byPolicy(tool, denied);
      case Judgement.Passed passed ->
          decideOnAnswer(call, tool, asChanged(tool, valid, passed), rules)
              .after(passed, call.confirmed());
    };
  }

  /** What policies change has been checked where they changed it. */
  private CheckedArguments.Valid asChanged(
      Tool tool, CheckedArguments.Valid valid, Judgement.Passed passed) {
    if (!passed.changed()) {
      return valid;
    }
    return switch (argumentCheck.check(tool, passed.content())) {
      case CheckedArguments.Valid changed -> changed;
      case CheckedArguments.Invalid ignored ->
          throw new IllegalStateException(tool.name() + " was left with arguments that do not fit");
    };
  }

  private Decision decideOnAnswer(
      ToolCall call, Tool tool, CheckedArguments.Valid arguments, Rules rules) {
    for (AnswerFilter filter : filters) {
      AnswerFilter.Objection objection = filter.objection(call, tool, arguments.arguments());
      if (objection != null) {
        return objection.retryable()
            ? Decision.Refused.forNow(tool, objection.outcome(), objection.sentence(), null)
            : Decision.Refused.forGood(
                tool, objection.outcome(), objection.sentence(), objection.sentence());
      }
    }
    return decideOnTime(call, tool, arguments, rules);
  }

  private Decision decideOnTime(
      ToolCall call, Tool tool, CheckedArguments.Valid arguments, Rules rules) {
    return switch (admission.judge(
        call.connection(), call.caller().name(), call.callClass(), call.deadline())) {
      case Admission.Verdict.TooLate late ->
          Decision.Refused.forNow(tool, Outcome.NOT_IN_TIME, late.sentence(), late.retryAt());
      case Admission.Verdict.DaySpent spent ->
          Decision.Refused.forNow(tool, Outcome.QUOTA_SPENT, spent.sentence(), spent.retryAt());
      case Admission.Verdict.InTime(var expectedAt) ->
          new Decision.Admitted(
              tool, requestBuilder.build(tool, arguments), expectedAt, rules.version(), List.of());
    };
  }
}
