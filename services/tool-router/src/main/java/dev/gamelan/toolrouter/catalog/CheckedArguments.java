package dev.gamelan.toolrouter.catalog;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What became of a call's arguments: fit to be sent, or what is wrong with them. */
public sealed interface CheckedArguments {

  /** The arguments as they will be sent, after the leniencies of {@link ArgumentCheck}. */
  record Valid(ObjectNode arguments) implements CheckedArguments {}

  /** At least one problem, in the order in which the tool lists its arguments. */
  record Invalid(List<Problem> problems) implements CheckedArguments {

    /** For the caller: one sentence a problem, naming the argument, with short values repeated. */
    public String sentence() {
      return problems.stream().map(Problem::sentence).collect(Collectors.joining(" "));
    }

    /** For the audit trail: the same without anything that the caller wrote. */
    public String sentenceWithoutValues() {
      return problems.stream().map(Problem::sentenceWithoutValues).collect(Collectors.joining(" "));
    }
  }
}
