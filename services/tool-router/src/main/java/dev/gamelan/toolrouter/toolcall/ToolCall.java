package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.StoredFile;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of a tool, as asked for.
 *
 * @param callId unguessable: it is also what the answer can be read by
 * @param connection which company's Gong
 * @param arguments as the caller wrote them; nothing about them has been checked
 * @param client what the caller's software calls itself; never to be trusted
 * @param traceHeaders the W3C trace headers that came inside the message; empty where none did
 * @param file what the call uploads, where that is not in its arguments: there, the file's SHA-256
 *     stands in the place of its content
 */
public record ToolCall(
    String callId,
    Caller caller,
    String connection,
    String tool,
    @Nullable JsonNode arguments,
    Instant requestedAt,
    Instant deadline,
    @Nullable String client,
    Map<String, String> traceHeaders,
    @Nullable StoredFile file) {}
