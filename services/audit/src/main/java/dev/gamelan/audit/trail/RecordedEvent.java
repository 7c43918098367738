package dev.gamelan.audit.trail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision as the trail keeps it and shows it. */
record RecordedEvent(
    String eventId,
    String kind,
    Instant at,
    Instant recordedAt,
    String service,
    String connection,
    String callId,
    String caller,
    @Nullable String client,
    String tool,
    String operation,
    String effect,
    String outcome,
    @Nullable String reason,
    @Nullable String argumentsDigest,
    Map<String, String> arguments,
    @Nullable Integer httpStatus,
    @Nullable String gongRequestId,
    int quotaUnits,
    @Nullable Long latencyMillis,
    @Nullable String traceId,
    @Nullable String displayName,
    @Nullable String clientId,
    @Nullable Long governanceVersion,
    List<String> policies,
    @Nullable String subject,
    @Nullable String before,
    @Nullable String after) {}
