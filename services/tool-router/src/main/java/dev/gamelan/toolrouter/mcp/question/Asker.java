package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.session.ClientCapabilities;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who waits for a reply, as their request tells.
 *
 * @param connection that the address names; null where it names none
 * @param maxAge how old an answer may be; null for what is usual for its kind
 * @param progressToken null where they do not want to hear of progress
 * @param level from which on they want log messages; null where they want none
 */
public record Asker(
    Caller caller,
    @Nullable String connection,
    @Nullable String client,
    Map<String, String> traceHeaders,
    @Nullable Duration maxAge,
    ClientCapabilities capabilities,
    @Nullable JsonNode progressToken,
    @Nullable LogLevel level) {}
