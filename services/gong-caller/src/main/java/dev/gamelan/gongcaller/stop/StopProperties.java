package dev.gamelan.gongcaller.stop;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the log of governance is followed.
 *
 * @param startPatience how long a start waits until the log is read to its end
 * @param passOver offsets of records that this version cannot read and that an administrator has
 *     looked at
 */
@ConfigurationProperties(prefix = "gamelan.stop", ignoreUnknownFields = false)
record StopProperties(
    @DefaultValue("30s") Duration startPatience, @DefaultValue Set<Long> passOver) {}
