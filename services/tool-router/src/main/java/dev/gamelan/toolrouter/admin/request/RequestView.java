package dev.gamelan.toolrouter.admin.request;

import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as whoever asked, or decides, sees it.
 *
 * @param grants whether it gives access at this moment
 */
public record RequestView(
    String id,
    String profile,
    String caller,
    @Nullable String displayName,
    @Nullable String justification,
    AccessRequest.State state,
    boolean grants,
    Instant askedAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String note,
    @Nullable Instant until,
    long version) {

  static RequestView of(String id, AccessRequest request, long version, Instant now) {
    return new RequestView(
        id,
        request.profile(),
        request.caller(),
        request.displayName(),
        request.justification(),
        request.state(),
        request.grantsAt(now),
        request.askedAt(),
        request.decidedBy(),
        request.decidedAt(),
        request.note(),
        request.until(),
        version);
  }

  static @Nullable RequestView of(Governed governed, Instant now) {
    AccessRequest request = governed.as(AccessRequest.class);
    return request == null ? null : of(governed.key().name(), request, governed.version(), now);
  }
}
