package dev.gamelan.toolrouter.dispatch;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A call that this instance has sent on and waits for.
 *
 * @param awaited whether a client waits as well, to whom the answer is owed
 */
record PendingCall(
    String callId,
    String caller,
    String connection,
    Instant requestedAt,
    boolean awaited,
    CompletableFuture<Dispatched> ending) {}
