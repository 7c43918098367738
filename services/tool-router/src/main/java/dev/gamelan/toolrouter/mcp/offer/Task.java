package dev.gamelan.toolrouter.mcp.offer;

import java.time.Instant;

/**
 * Something that was asked for and is answered later.
 *
 * @param callId what the offer knows it by; unguessable
 * @param caller whose it is
 * @param expectedAt when its answer was expected as it began
 * @param deadline when it is given up
 * @param expiresAt when nobody finds it any more
 */
public record Task(
    String callId,
    String caller,
    String connection,
    String tool,
    Instant begunAt,
    Instant expectedAt,
    Instant deadline,
    Instant expiresAt) {}
