package dev.gamelan.toolrouter.mcp.offer;

import dev.gamelan.identity.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at what is offered, and by which door.
 *
 * @param connection that the address names; null where it names none
 */
public record Visitor(Caller caller, @Nullable String connection) {}
