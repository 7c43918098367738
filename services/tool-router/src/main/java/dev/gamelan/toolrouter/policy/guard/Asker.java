package dev.gamelan.toolrouter.policy.guard;

import dev.gamelan.identity.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and where.
 *
 * @param client what the caller's software calls itself; null where it does not say
 */
public record Asker(Caller caller, @Nullable String client, String connection) {}
