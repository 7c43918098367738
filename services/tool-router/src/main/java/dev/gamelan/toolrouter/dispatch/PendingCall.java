package dev.gamelan.toolrouter.dispatch;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A call that this instance has sent on and waits for.
 *
 * @param stop completed when a kill switch stops the call
 * @param awaited whether a client waits as well, to whom the answer is owed
 */
record PendingCall(
    String callId,
    String caller,
    String connection,
    Instant requestedAt,
    boolean awaited,
    CompletableFuture<Dispatched> ending,
    CompletableFuture<Void> stop) {}
