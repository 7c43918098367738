package dev.gamelan.toolrouter.policy.cel;

/** Whether what somebody wrote is an expression. */
public sealed interface Compiled {
  record Ok(Expression expression) implements Compiled {}

  /**
   * It is none.
   *
   * @param sentence where and why
   */
  record Wrong(String sentence) implements Compiled {}
}
