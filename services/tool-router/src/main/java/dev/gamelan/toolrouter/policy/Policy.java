package dev.gamelan.toolrouter.policy;

import dev.gamelan.toolrouter.policy.builtin.BuiltIn;
import dev.gamelan.toolrouter.policy.cel.Expression;
import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.When;
import java.util.Comparator;

/**
 * A rule, ready to be asked.
 *
 * @param priority the highest is asked first
 * @param enforced whether what it says counts; otherwise it is only noted
 */
public record Policy(
    String name, String title, When when, int priority, boolean enforced, Rule rule) {
  /** The highest priority first, then by name. */
  static final Comparator<Policy> IN_ORDER =
      Comparator.comparingInt(Policy::priority).reversed().thenComparing(Policy::name);

  /** What a policy comes to. */
  public sealed interface Rule {
    /**
     * ALLOW, DENY or CONFIRM where a condition holds.
     *
     * @param reason for the caller, a sentence
     */
    record Plain(Expression condition, Action action, String reason) implements Rule {}

    /**
     * MUTATE where a condition holds.
     *
     * @param change a JSON merge patch
     */
    record Change(Expression condition, Expression change) implements Rule {}

    /**
     * A ready-made rule where a condition holds.
     *
     * @param reason for the caller; empty where the built-in's own words are enough
     */
    record Ready(Expression condition, BuiltIn builtIn, String reason) implements Rule {}

    /**
     * What this version of the gateway cannot read: it fails whenever it is asked.
     *
     * @param why for an administrator
     */
    record Unreadable(String why) implements Rule {}
  }

  /** Whether it may want a person's yes. */
  public boolean asks() {
    return enforced
        && switch (rule) {
          case Rule.Plain plain -> plain.action() == Action.CONFIRM;
          case Rule.Ready ready -> ready.builtIn().action() == Action.CONFIRM;
          case Rule.Change ignored -> false;
          case Rule.Unreadable ignored -> false;
        };
  }

  /** Whether it may only refuse or ask, so that a call may be excused from it. */
  boolean mayBeExcused() {
    return switch (rule) {
      case Rule.Plain plain -> plain.action() != Action.ALLOW;
      case Rule.Ready ready -> ready.builtIn().action() != Action.MUTATE;
      case Rule.Change ignored -> false;
      case Rule.Unreadable ignored -> false;
    };
  }
}
