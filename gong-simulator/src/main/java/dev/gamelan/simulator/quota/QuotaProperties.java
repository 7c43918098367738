package dev.gamelan.simulator.quota;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The limits the simulator starts with. */
@ConfigurationProperties(prefix = "gamelan.simulator.quota", ignoreUnknownFields = false)
record QuotaProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("3") int perSecond,
    @DefaultValue("sliding") Limits.SecondKind second,
    @DefaultValue("10000") int perDay,
    @DefaultValue("rolling") Limits.DayKind day,
    @DefaultValue("UTC") ZoneId dayZone,
    @DefaultValue("false") boolean refusedCount) {

  Limits limits() {
    return new Limits(enabled, perSecond, second, perDay, day, dayZone, refusedCount);
  }
}
