package dev.gamelan.toolrouter.governance.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An AI client, known by the client id of its tokens, and how it is treated.
 *
 * @param type null where it follows from the tokens
 * @param state null where it follows from when it was last seen
 * @param hiddenAfter null where the defaults say
 * @param closedAfter null where the defaults say
 * @param noticedFor the day of last use of which it was noted that no other came after it; null
 *     where none was
 */
public record AiClient(
    @Nullable Type type,
    @Nullable State state,
    @Nullable Integer callsPerDay,
    @Nullable Duration hiddenAfter,
    @Nullable Duration closedAfter,
    @Nullable String note,
    @Nullable LocalDate lastSeenOn,
    @Nullable LocalDate noticedFor)
    implements Document {

  /** One whose idleness nobody was told of. */
  public AiClient(
      @Nullable Type type,
      @Nullable State state,
      @Nullable Integer callsPerDay,
      @Nullable Duration hiddenAfter,
      @Nullable Duration closedAfter,
      @Nullable String note,
      @Nullable LocalDate lastSeenOn) {
    this(type, state, callsPerDay, hiddenAfter, closedAfter, note, lastSeenOn, null);
  }

  /** On whose behalf a client asks. */
  public enum Type {
    @JsonProperty("personal")
    PERSONAL,
    @JsonProperty("shared")
    SHARED,
    @JsonProperty("service")
    SERVICE,
    @JsonProperty("ephemeral")
    EPHEMERAL
  }

  /** How a client is treated. */
  public enum State {
    ACTIVE,
    /** Not shown among those in use; it may call. */
    HIDDEN,
    /** Its tokens are refused. */
    CLOSED
  }

  public AiClient seenOn(@Nullable LocalDate day) {
    return new AiClient(type, state, callsPerDay, hiddenAfter, closedAfter, note, day, noticedFor);
  }

  public AiClient noticed() {
    return new AiClient(
        type, state, callsPerDay, hiddenAfter, closedAfter, note, lastSeenOn, lastSeenOn);
  }
}
