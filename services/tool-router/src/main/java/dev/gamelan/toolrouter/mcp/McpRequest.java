package dev.gamelan.toolrouter.mcp;

import dev.gamelan.identity.Caller;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that keeps the rules of its era.
 *
 * @param client what the client calls itself
 */
record McpRequest(
    Era era, String method, ObjectNode params, Caller caller, @Nullable String client) {}
