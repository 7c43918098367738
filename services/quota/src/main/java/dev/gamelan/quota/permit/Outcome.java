package dev.gamelan.quota.permit;

import java.time.Duration;

/**
 * What became of a permit.
 *
 * @param unused nothing was sent under it, so its unit of the day is given back
 * @param freeze how long Gong asked to be left alone; zero where it did not
 */
record Outcome(String permitId, boolean unused, Duration freeze) {}
