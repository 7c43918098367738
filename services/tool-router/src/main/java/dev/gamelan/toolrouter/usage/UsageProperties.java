package dev.gamelan.toolrouter.usage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much is remembered of who used what.
 *
 * @param kept users, clients and tools that are counted one by one, each
 * @param readBack how far a starting instance reads the trail back; at least a day
 */
@ConfigurationProperties(prefix = "gamelan.usage", ignoreUnknownFields = false)
record UsageProperties(@DefaultValue("20000") int kept, @DefaultValue("25h") Duration readBack) {
  UsageProperties {
    if (readBack.compareTo(RollingDay.DAY) < 0) {
      throw new IllegalArgumentException("gamelan.usage.read-back must be 24h or more");
    }
  }
}
