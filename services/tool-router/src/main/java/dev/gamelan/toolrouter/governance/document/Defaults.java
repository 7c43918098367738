package dev.gamelan.toolrouter.governance.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How new tools begin, and what holds where nothing else is said. What is null here is said by the
 * installation's defaults, or by its settings.
 */
public record Defaults(
    @Nullable NewTools newTools,
    @Nullable WithoutProfile withoutProfile,
    @Nullable ChangedEffect changedEffect,
    @Nullable Clients clients)
    implements Document {
  public static final String NAME = "defaults";

  /** How a tool begins that was never seen before. */
  public enum NewTools {
    @JsonProperty("PENDING_REVIEW")
    PENDING_REVIEW,
    @JsonProperty("APPROVED")
    APPROVED
  }

  /** What callers may use to whom no access profile gives anything. */
  public enum WithoutProfile {
    @JsonProperty("NOTHING")
    NOTHING,
    @JsonProperty("APPROVED_TOOLS")
    APPROVED_TOOLS
  }

  /** What becomes of an approved tool that now does more at Gong than when it was approved. */
  public enum ChangedEffect {
    @JsonProperty("REVIEW")
    REVIEW,
    @JsonProperty("KEEP")
    KEEP
  }

  /**
   * How AI clients age.
   *
   * @param types that may be used at all
   */
  public record Clients(
      @Nullable Duration hiddenAfter,
      @Nullable Duration closedAfter,
      @Nullable Duration deletedAfter,
      @Nullable Set<AiClient.Type> types) {}
}
