package dev.gamelan.toolrouter.dispatch;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A call that this instance has sent on and waits for. */
record PendingCall(
    String callId,
    String caller,
    String connection,
    Instant requestedAt,
    CompletableFuture<Dispatched> ending) {}
