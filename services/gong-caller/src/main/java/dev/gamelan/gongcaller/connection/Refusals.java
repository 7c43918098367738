package dev.gamelan.gongcaller.connection;

/**
 * How often Gong has refused one connection's credentials in a row, as seen from here. Other
 * credentials begin anew.
 */
final class Refusals {
  private long generation;
  private int inARow;
  private boolean stopped;
  private boolean held;

  private void begin(long current) {
    if (generation != current) {
      generation = current;
      inARow = 0;
      stopped = false;
      held = false;
    }
  }

  /** True if that was one too many, for the first time. */
  synchronized boolean refused(long current, int most) {
    begin(current);
    inARow++;
    boolean first = inARow >= most && !stopped;
    stopped |= first;
    return first;
  }

  synchronized void hold(long current) {
    begin(current);
    held = true;
  }

  /** True if it was stopped or held. */
  synchronized boolean accepted(long current) {
    begin(current);
    boolean lifted = stopped || held;
    inARow = 0;
    stopped = false;
    held = false;
    return lifted;
  }

  synchronized boolean isStopped(long current) {
    return generation == current && stopped;
  }

  synchronized boolean isHeld(long current) {
    return generation == current && held;
  }
}
