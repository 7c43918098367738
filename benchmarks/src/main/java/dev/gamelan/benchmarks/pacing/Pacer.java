package dev.gamelan.benchmarks.pacing;

/** Says when the next request may leave; time is in nanoseconds of whatever clock is kept. */
interface Pacer {
  /** How long the next one has to wait; not positive where it may leave now. */
  long untilDue(long now);

  void sent(int request, int operation, long now);

  default void answered(int request, int status, long now) {}

  /** Whether a refused request keeps its thread asleep, as it does in a plain client. */
  default boolean sleepsWhenRefused() {
    return true;
  }
}
