package dev.gamelan.toolrouter.policy;

import dev.gamelan.toolrouter.policy.facts.When;
import java.util.Collection;
import java.util.List;

/** All policies of a connection, compiled, in the order in which they are asked. */
public record Policies(List<Policy> before, List<Policy> after) {
  public static final Policies NONE = new Policies(List.of(), List.of());

  public static Policies of(Collection<Policy> policies) {
    return new Policies(inOrder(policies, When.BEFORE), inOrder(policies, When.AFTER));
  }

  private static List<Policy> inOrder(Collection<Policy> policies, When when) {
    return policies.stream()
        .filter(policy -> policy.when() == when)
        .sorted(Policy.IN_ORDER)
        .toList();
  }

  public List<Policy> at(When when) {
    return switch (when) {
      case BEFORE -> before;
      case AFTER -> after;
    };
  }
}
