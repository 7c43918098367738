package dev.gamelan.toolrouter.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How many calls are waited for, how long, and how long answers are kept.
 *
 * @param pending calls that one instance waits for at a time
 * @param pendingPerCaller of these, how many may be one caller's
 * @param grace how long beyond a call's deadline its ending may take to arrive
 * @param keepFor how long an answer can be read by id
 * @param keepBytes how much memory those answers may take; the oldest make room
 * @param findFor how long an answer that is asked for later can be read: from memory as any other,
 *     then from the topic; a starting instance reads back that far
 * @param laterEndings how many of these are known of; the oldest make room
 * @param stopPatience how long a stopping instance waits for the answers it still owes
 */
@ConfigurationProperties(prefix = "gamelan.dispatch", ignoreUnknownFields = false)
record DispatchProperties(
    @DefaultValue("1000") int pending,
    @DefaultValue("200") int pendingPerCaller,
    @DefaultValue("2s") Duration grace,
    @DefaultValue("10m") Duration keepFor,
    @DefaultValue("64MB") DataSize keepBytes,
    @DefaultValue("30m") Duration findFor,
    @DefaultValue("100000") int laterEndings,
    @DefaultValue("10s") Duration stopPatience) {

  DispatchProperties {
    if (findFor.compareTo(keepFor) < 0 || findFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "gamelan.dispatch.find-for must be at least keep-for and at most 23 h, for the topic keeps"
              + " a day");
    }
  }

  private static final Duration LONGEST = Duration.ofHours(23);
}
