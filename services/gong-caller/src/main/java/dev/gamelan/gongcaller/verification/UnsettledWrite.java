package dev.gamelan.gongcaller.verification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A write of unknown outcome, as an operator sees it.
 *
 * @param intendedAt when it was about to be sent
 * @param detail why nobody knows
 * @param verifications how often Gong was asked whether it has happened
 * @param settlement null as long as nobody knows
 */
record UnsettledWrite(
    String callId,
    String connection,
    String caller,
    String tool,
    String operation,
    Instant intendedAt,
    Instant endedAt,
    @Nullable String detail,
    @Nullable Integer httpStatus,
    @Nullable String gongRequestId,
    int verifications,
    @Nullable Settlement settlement,
    @JsonIgnore @Nullable String facts) {

  /** What it was found to be. */
  record Settlement(boolean happened, String by, Instant at, @Nullable String note) {}
}
