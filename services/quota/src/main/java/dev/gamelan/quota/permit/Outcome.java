package dev.gamelan.quota.permit;

import java.time.Duration;

/**
 * What became of a permit.
 *
 * @param result whether something was sent under it; what was not sent costs no unit
 * @param freeze how long Gong asked to be left alone; zero where it did not
 * @param caller who really sent; empty where it was who asked
 * @param tool what for; empty where it was what was asked for
 */
record Outcome(String permitId, Result result, Duration freeze, String caller, String tool) {
  enum Result {
    RESPONDED,
    NO_RESPONSE,
    UNUSED
  }

  static Outcome unused(String permitId) {
    return new Outcome(permitId, Result.UNUSED, Duration.ZERO, "", "");
  }

  boolean unused() {
    return result == Result.UNUSED;
  }
}
