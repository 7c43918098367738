package dev.gamelan.toolrouter.proxy;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an upload through the proxy may cost.
 *
 * @param largestFile the most that a file may have
 * @param uploadPatience how long a form may take to arrive, at any size
 * @param slowestUpload what must arrive a second beyond that time, on average
 * @param slowestAtGong a call with a stored file has its deadline later by the time that the file
 *     takes at this rate a second
 * @param uploadsAtOnce how many may be under way, from their first bytes to their answers
 */
@ConfigurationProperties(prefix = "gamelan.proxy", ignoreUnknownFields = false)
record ProxyProperties(
    @DefaultValue("200MB") DataSize largestFile,
    @DefaultValue("60s") Duration uploadPatience,
    @DefaultValue("256KB") DataSize slowestUpload,
    @DefaultValue("1MB") DataSize slowestAtGong,
    @DefaultValue("8") int uploadsAtOnce) {
  private static final Duration LONGEST = Duration.ofMinutes(19);

  ProxyProperties {
    if (largestFile.toBytes() < 1
        || slowestUpload.toBytes() < 1
        || slowestAtGong.toBytes() < 1
        || uploadsAtOnce < 1) {
      throw new IllegalArgumentException(
          "gamelan.proxy: largest-file, slowest-upload, slowest-at-gong and uploads-at-once must be at least 1");
    }
    // Its first chunk is deleted an hour after it came, and the call has to wait for its turn yet.
    if (uploadPatience
            .plusSeconds(largestFile.toBytes() / slowestUpload.toBytes())
            .compareTo(LONGEST)
        > 0) {
      throw new IllegalArgumentException(
          "gamelan.proxy: the largest-file at the slowest-upload would take more than %d minutes"
              .formatted(LONGEST.toMinutes()));
    }
  }

  /** How long an upload may have taken of which so much has arrived. */
  Duration patience(long arrived) {
    return uploadPatience.plusSeconds(arrived / slowestUpload.toBytes());
  }

  Duration timeAtGong(long size) {
    return Duration.ofSeconds(size / slowestAtGong.toBytes());
  }
}
