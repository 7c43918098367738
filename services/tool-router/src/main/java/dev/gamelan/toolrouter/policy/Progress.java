package dev.gamelan.toolrouter.policy;

import dev.gamelan.toolrouter.policy.builtin.Ruling;
import dev.gamelan.toolrouter.policy.cel.Evaluated;
import dev.gamelan.toolrouter.policy.cel.Expression;
import dev.gamelan.toolrouter.policy.facts.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far the asking has come; each policy leads from one to the next.
 *
 * @param next which policy is asked next
 * @param excusedBelow policies of a lower priority may neither refuse nor ask
 * @param denied null as long as nobody has refused
 */
record Progress(
    int next,
    ObjectNode content,
    boolean changed,
    int excusedBelow,
    List<String> confirmations,
    List<String> said,
    Judgement.@Nullable Denied denied) {

  static Progress start(ObjectNode content) {
    return new Progress(0, content, false, -1, List.of(), List.of(), null);
  }

  /**
   * @param problem says what is wrong with changed content; null where nothing is
   */
  Progress ask(Policy policy, Question question, Function<ObjectNode, @Nullable String> problem) {
    if (policy.mayBeExcused() && policy.priority() < excusedBelow) {
      return silent();
    }
    Question now = question.with(content);
    return switch (policy.rule()) {
      case Policy.Rule.Unreadable ignored -> failed(policy, "ERROR");
      case Policy.Rule.Plain plain ->
          ifHolds(policy, plain.condition(), now, () -> plainly(policy, plain));
      case Policy.Rule.Change change ->
          ifHolds(policy, change.condition(), now, () -> changed(policy, change, now, problem));
      case Policy.Rule.Ready ready ->
          ifHolds(policy, ready.condition(), now, () -> ready(policy, ready, now, problem));
    };
  }

  private Progress ifHolds(
      Policy policy,
      Expression condition,
      Question question,
      java.util.function.Supplier<Progress> then) {
    return switch (condition.holds(question)) {
      case Evaluated.Value<Boolean>(Boolean holds) -> holds ? then.get() : silent();
      case Evaluated.Failed<Boolean> ignored -> failed(policy, "ERROR");
    };
  }

  private Progress plainly(Policy policy, Policy.Rule.Plain rule) {
    return switch (rule.action()) {
      case ALLOW -> allowed(policy);
      case DENY -> denied(policy, rule.reason(), null);
      case CONFIRM -> confirm(policy, rule.reason());
      case MUTATE -> throw new IllegalStateException("a plain rule changes nothing");
    };
  }

  private Progress changed(
      Policy policy,
      Policy.Rule.Change rule,
      Question question,
      Function<ObjectNode, @Nullable String> problem) {
    return switch (rule.change().changes(question)) {
      case Evaluated.Value<ObjectNode>(var patch) ->
          mutated(policy, MergePatch.apply(content, patch), problem);
      case Evaluated.Failed<ObjectNode> ignored -> failed(policy, "ERROR");
    };
  }

  private Progress ready(
      Policy policy,
      Policy.Rule.Ready rule,
      Question question,
      Function<ObjectNode, @Nullable String> problem) {
    Ruling ruling;
    try {
      ruling = rule.builtIn().rule(question);
    } catch (IllegalArgumentException unknownForm) {
      return failed(policy, "ERROR");
    }
    return switch (ruling) {
      case Ruling.Silent() -> silent();
      case Ruling.Changed(var instead) -> mutated(policy, instead, problem);
      case Ruling.Against(var sentence, var retryAt) ->
          denied(policy, words(rule.reason(), sentence), retryAt);
      case Ruling.Ask(var sentence) -> confirm(policy, words(rule.reason(), sentence));
    };
  }

  private static String words(String reason, String otherwise) {
    return reason.isEmpty() ? otherwise : reason;
  }

  private Progress silent() {
    return new Progress(next + 1, content, changed, excusedBelow, confirmations, said, denied);
  }

  private List<String> saying(Policy policy, String result) {
    List<String> more = new ArrayList<>(said);
    more.add("%s %s%s".formatted(policy.name(), policy.enforced() ? "" : "SHADOW_", result));
    return List.copyOf(more);
  }

  private Progress noted(Policy policy, String result) {
    return new Progress(
        next + 1, content, changed, excusedBelow, confirmations, saying(policy, result), denied);
  }

  private Progress allowed(Policy policy) {
    Progress noted = noted(policy, "ALLOWED");
    return policy.enforced()
        ? new Progress(
            noted.next,
            content,
            changed,
            Math.max(excusedBelow, policy.priority()),
            confirmations,
            noted.said,
            denied)
        : noted;
  }

  private Progress confirm(Policy policy, String reason) {
    Progress noted = noted(policy, "CONFIRM");
    if (!policy.enforced()) {
      return noted;
    }
    List<String> more = new ArrayList<>(confirmations);
    more.add(reason);
    return new Progress(
        noted.next, content, changed, excusedBelow, List.copyOf(more), noted.said, denied);
  }

  private Progress mutated(
      Policy policy, ObjectNode instead, Function<ObjectNode, @Nullable String> problem) {
    if (instead.equals(content)) {
      return silent();
    }
    if (problem.apply(instead) != null) {
      return failed(policy, "ERROR");
    }
    Progress noted = noted(policy, "MUTATED");
    return policy.enforced()
        ? new Progress(noted.next, instead, true, excusedBelow, confirmations, noted.said, denied)
        : noted;
  }

  private Progress denied(Policy policy, String sentence, @Nullable Instant retryAt) {
    return against(
        policy,
        "DENIED",
        "The policy %s does not allow this. %s".formatted(policy.name(), sentence),
        false,
        retryAt);
  }

  /**
   * @param result ERROR or TIMEOUT
   */
  Progress failed(Policy policy, String result) {
    return against(
        policy,
        result,
        ("The policy %s could not be asked, so nothing is let through; tell whoever administers"
                + " this installation.")
            .formatted(policy.name()),
        true,
        null);
  }

  private Progress against(
      Policy policy, String result, String sentence, boolean failed, @Nullable Instant retryAt) {
    Progress noted = noted(policy, result);
    return policy.enforced()
        ? new Progress(
            noted.next,
            content,
            changed,
            excusedBelow,
            confirmations,
            noted.said,
            new Judgement.Denied(policy.name(), sentence, failed, retryAt, noted.said))
        : noted;
  }

  boolean isOver(List<Policy> policies) {
    return denied != null || next >= policies.size();
  }

  Judgement judgement() {
    return denied != null ? denied : new Judgement.Passed(content, changed, confirmations, said);
  }
}
