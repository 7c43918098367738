package dev.gamelan.audit.trail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the trail keeps it and shows it.
 *
 * @param before JSON: what the subject was
 * @param after JSON: what the subject is since
 * @param source where an answer came from; null where there is none
 * @param sharedWith how many other calls the same request to Gong served
 * @param upstreamRequestId the permit of that request
 */
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
    String subject,
    @Nullable String before,
    @Nullable String after,
    @Nullable String source,
    @Nullable Long ageMillis,
    int sharedWith,
    @Nullable String upstreamRequestId) {}
