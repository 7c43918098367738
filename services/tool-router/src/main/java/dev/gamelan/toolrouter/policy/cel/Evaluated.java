package dev.gamelan.toolrouter.policy.cel;

/**
 * What an expression comes to.
 *
 * @param <T> what it should come to
 */
public sealed interface Evaluated<T> {
  record Value<T>(T value) implements Evaluated<T> {}

  /**
   * It comes to nothing.
   *
   * @param why for an administrator alone: it may quote from the call
   */
  record Failed<T>(String why) implements Evaluated<T> {}
}
