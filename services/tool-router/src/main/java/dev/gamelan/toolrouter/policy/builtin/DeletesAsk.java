package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;

/** Whatever deletes needs a person's yes. */
record DeletesAsk() implements BuiltIn {
  @Override
  public When when() {
    return When.BEFORE;
  }

  @Override
  public Action action() {
    return Action.CONFIRM;
  }

  @Override
  public Ruling rule(Question question) {
    return question.call().tool().effect().equals("DELETE")
        ? new Ruling.Ask("%s deletes.".formatted(question.call().tool().name()))
        : new Ruling.Silent();
  }
}
