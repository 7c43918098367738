package dev.gamelan.toolrouter.discovery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When tools are discovered, besides at the start and when a connection changes.
 *
 * @param every how long after the last time
 */
@ConfigurationProperties(prefix = "gamelan.discovery", ignoreUnknownFields = false)
record DiscoveryProperties(@DefaultValue("1h") Duration every) {
  DiscoveryProperties {
    if (!every.isPositive()) {
      throw new IllegalArgumentException("gamelan.discovery.every must be a positive duration");
    }
  }
}
