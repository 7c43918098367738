package dev.gamelan.simulator.arrivals;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One request that reached the simulator, and how it was ended; status 0 means without answer. */
public record Arrival(
    long number,
    long nanos,
    String operation,
    String target,
    int status,
    @Nullable String key,
    @Nullable String bodySha256,
    boolean applied,
    @Nullable String fault,
    @Nullable String traceparent) {

  /** The moment for people; {@code nanos} is the same in nanoseconds since the epoch. */
  @JsonProperty
  public Instant at() {
    return Moments.instant(nanos);
  }
}
