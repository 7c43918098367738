package dev.gamelan.quota.permit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a connection's ledger shows.
 *
 * @param spent units that count now
 * @param left what interactive calls may still spend
 * @param frozen for how long nothing is granted; zero where it is not frozen
 * @param frozenForDay whether Gong said so because its day is spent
 * @param nextFree until a unit of a spent day comes free; zero while some are left
 * @param pace what part of the rate is granted now
 * @param foreign what others are taken to have spent of the day
 * @param runsOut when the day runs out at the rate of the last hour; null where it does not
 */
public record Balance(
    long spent,
    long left,
    Duration frozen,
    boolean frozenForDay,
    Duration nextFree,
    double pace,
    long foreign,
    @Nullable Duration runsOut,
    Spent byClass) {
  /** Units by class, in the last 24 hours and up to an hour more. */
  public record Spent(long control, long interactive, long background) {}
}
