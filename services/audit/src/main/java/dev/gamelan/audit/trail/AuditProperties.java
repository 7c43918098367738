package dev.gamelan.audit.trail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of the trail one answer shows.
 *
 * @param pageSize events on a page where the reader does not say
 * @param largestPage what a reader may ask for at most
 */
@ConfigurationProperties(prefix = "gamelan.audit", ignoreUnknownFields = false)
record AuditProperties(@DefaultValue("100") int pageSize, @DefaultValue("1000") int largestPage) {
  AuditProperties {
    if (pageSize < 1 || largestPage < pageSize || largestPage > 10_000) {
      throw new IllegalArgumentException(
          "gamelan.audit.page-size must be at least 1, gamelan.audit.largest-page no less than it"
              + " and no more than 10000");
    }
  }
}
