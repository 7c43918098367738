package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;

/** The first page of a list is all there is. */
record NoFurtherPages() implements BuiltIn {
  @Override
  public When when() {
    return When.BEFORE;
  }

  @Override
  public Action action() {
    return Action.DENY;
  }

  @Override
  public Ruling rule(Question question) {
    return question.content().path("cursor").asString("").isEmpty()
        ? new Ruling.Silent()
        : new Ruling.Against(
            "Only the first page may be asked for; ask for a narrower list instead.", null);
  }
}
