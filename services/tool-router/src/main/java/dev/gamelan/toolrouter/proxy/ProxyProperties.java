package dev.gamelan.toolrouter.proxy;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an upload through the proxy may cost.
 *
 * @param largestFile what a command on Kafka can carry, and so no more than 5 MB
 * @param uploadPatience how long a form may take to arrive
 * @param uploadsAtOnce how many may be held in memory, from their first bytes to their answers
 */
@ConfigurationProperties(prefix = "gamelan.proxy", ignoreUnknownFields = false)
record ProxyProperties(
    @DefaultValue("5MB") DataSize largestFile,
    @DefaultValue("60s") Duration uploadPatience,
    @DefaultValue("8") int uploadsAtOnce) {
  ProxyProperties {
    if (largestFile.toBytes() < 1
        || largestFile.compareTo(DataSize.ofMegabytes(5)) > 0
        || uploadsAtOnce < 1) {
      throw new IllegalArgumentException(
          "gamelan.proxy.largest-file must be from 1 byte to 5 MB, uploads-at-once at least 1");
    }
  }
}
