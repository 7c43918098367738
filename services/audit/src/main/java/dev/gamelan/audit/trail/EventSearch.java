package dev.gamelan.audit.trail;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events a reader wants to see.
 *
 * @param from the first moment that counts; null from the beginning
 * @param to the first moment that no longer counts; null up to now
 * @param after where the page before ended; null for the first page
 */
record EventSearch(
    Map<Filter, String> filters,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Cursor after,
    int limit) {}
