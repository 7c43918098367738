package dev.gamelan.toolrouter.mcp;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.session.Session;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that keeps the rules of its era.
 *
 * @param connection that the address names; null where it names none
 * @param client what the client calls itself
 * @param session of the old era; null where the client does without
 */
record McpRequest(
    Era era,
    JsonNode id,
    String method,
    ObjectNode params,
    Caller caller,
    @Nullable String connection,
    @Nullable String client,
    @Nullable Session session) {}
