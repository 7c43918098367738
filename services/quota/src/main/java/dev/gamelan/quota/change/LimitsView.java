package dev.gamelan.quota.change;

import dev.gamelan.quota.limits.Limits;
import dev.gamelan.schemas.QuotaLimits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection's limits, as people and programs read and write them. */
record LimitsView(
    @Nullable Integer perSecond,
    @Nullable Long perDay,
    @Nullable Shares shares,
    @Nullable Long callerPerDay,
    @Nullable Long toolPerDay,
    @Nullable Map<String, Long> callers,
    @Nullable Map<String, Long> tools,
    @Nullable String reason,
    @Nullable Long version,
    @Nullable String changedBy) {

  /** Percentages of the day. */
  record Shares(int control, int interactive, int background, int safety) {}

  static LimitsView of(Limits limits, @Nullable QuotaLimits changed) {
    var day = limits.day();
    return new LimitsView(
        limits.perSecond(),
        limits.perDay(),
        new Shares(day.control(), day.interactive(), day.background(), day.safety()),
        day.callerPerDay(),
        day.toolPerDay(),
        day.callers(),
        day.tools(),
        changed == null ? null : changed.getReason(),
        changed == null ? 0L : changed.getVersion(),
        changed == null ? null : changed.getChangedBy());
  }
}
