package dev.gamelan.simulator.control;

import dev.gamelan.simulator.quota.Limits;
import dev.gamelan.simulator.quota.Limits.DayKind;
import dev.gamelan.simulator.quota.Limits.SecondKind;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to become different about the limits. */
record LimitsChange(
    @Nullable Boolean enabled,
    @Nullable Integer perSecond,
    @Nullable SecondKind second,
    @Nullable Integer perDay,
    @Nullable DayKind day,
    @Nullable ZoneId dayZone,
    @Nullable Boolean refusedCount) {

  Limits applyTo(Limits now) {
    return new Limits(
        Objects.requireNonNullElse(enabled, now.enabled()),
        Objects.requireNonNullElse(perSecond, now.perSecond()),
        Objects.requireNonNullElse(second, now.second()),
        Objects.requireNonNullElse(perDay, now.perDay()),
        Objects.requireNonNullElse(day, now.day()),
        Objects.requireNonNullElse(dayZone, now.dayZone()),
        Objects.requireNonNullElse(refusedCount, now.refusedCount()));
  }
}
