package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.StoredFile;
import java.time.Duration;
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
 * @param callClass which queue it waits in
 * @param traceHeaders the W3C trace headers that came inside the message; empty where none did
 * @param confirmed whether a person has said yes to it, as far as the caller's software tells
 * @param file what the call uploads, where that is not in its arguments: there, the file's SHA-256
 *     stands in the place of its content
 * @param maxAge how old an answer may be; null for what is usual for its kind
 * @param key by which a write is known that is tried again; null where it has none
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
    CallClass callClass,
    Map<String, String> traceHeaders,
    boolean confirmed,
    @Nullable StoredFile file,
    @Nullable Duration maxAge,
    @Nullable String key) {

  /** The same call under that key. */
  public ToolCall under(@Nullable String name) {
    return new ToolCall(
        callId,
        caller,
        connection,
        tool,
        arguments,
        requestedAt,
        deadline,
        client,
        callClass,
        traceHeaders,
        confirmed,
        file,
        maxAge,
        name == null ? key : name);
  }

  /** The same call, for which an answer may be that old. */
  public ToolCall within(@Nullable Duration age) {
    return new ToolCall(
        callId,
        caller,
        connection,
        tool,
        arguments,
        requestedAt,
        deadline,
        client,
        callClass,
        traceHeaders,
        confirmed,
        file,
        age,
        key);
  }

  /** The same call, to which a person has said yes. */
  public ToolCall confirm() {
    return new ToolCall(
        callId,
        caller,
        connection,
        tool,
        arguments,
        requestedAt,
        deadline,
        client,
        callClass,
        traceHeaders,
        true,
        file,
        maxAge,
        key);
  }

  /** The same call in the queue of those that nobody waits for. */
  public ToolCall inBackground() {
    return new ToolCall(
        callId,
        caller,
        connection,
        tool,
        arguments,
        requestedAt,
        deadline,
        client,
        CallClass.BACKGROUND,
        traceHeaders,
        confirmed,
        file,
        maxAge,
        key);
  }
}
