package dev.gamelan.simulator.quota;

/** A rule for how many requests pass in a stretch of time; moments are nanoseconds on one clock. */
interface Window {
  /** Nanoseconds until one more request would pass; 0 when it passes now. */
  long waitAt(long now);

  /** Counts a request that passed. */
  void pass(long now);

  /** Counts a request that was refused, for the reading in which those count too. */
  void refuse(long now);
}
