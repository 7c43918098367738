package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;

/** A ready-made rule with its settings. */
public sealed interface BuiltIn
    permits CardNumbers,
        DailyCap,
        DeletesAsk,
        NoFurtherPages,
        PageCap,
        RangeCap,
        Redaction,
        WriteHours {
  /** The only moment at which it makes sense. */
  When when();

  /** What it leads to where it applies. */
  Action action();

  Ruling rule(Question question);
}
