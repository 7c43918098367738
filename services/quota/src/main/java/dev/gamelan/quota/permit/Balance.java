package dev.gamelan.quota.permit;

import java.time.Duration;

/**
 * What a connection's ledger shows.
 *
 * @param spent units that count now
 * @param frozen for how long nothing is granted; zero where it is not frozen
 * @param nextFree until a unit of a spent day comes free; zero while some are left
 */
public record Balance(long spent, Duration frozen, Duration nextFree) {}
