package dev.gamelan.toolrouter.policy.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.gamelan.toolrouter.policy.facts.Question;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A compiled expression; any number of threads may ask it. */
public final class Expression {
  private final CelRuntime.Program program;

  Expression(CelRuntime.Program program) {
    this.program = program;
  }

  public Evaluated<Boolean> holds(Question question) {
    return evaluate(question, value -> value instanceof Boolean truth ? truth : null);
  }

  /** What is to be changed, as a JSON merge patch. */
  public Evaluated<ObjectNode> changes(Question question) {
    return evaluate(
        question, value -> value instanceof Map<?, ?> fields ? JsonValues.object(fields) : null);
  }

  private <T> Evaluated<T> evaluate(Question question, Function<Object, @Nullable T> read) {
    try {
      Object value = program.eval(Variables.values(question));
      T wanted = read.apply(value);
      return wanted == null
          ? new Evaluated.Failed<>("it gave a value of another kind")
          : new Evaluated.Value<>(wanted);
    } catch (CelEvaluationException | RuntimeException failed) {
      return new Evaluated.Failed<>(String.valueOf(failed.getMessage()));
    }
  }
}
