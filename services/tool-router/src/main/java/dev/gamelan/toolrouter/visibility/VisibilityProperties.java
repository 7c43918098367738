package dev.gamelan.toolrouter.visibility;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What deciding on calls may cost.
 *
 * @param callsRemembered of how many calls it is kept who may see them
 * @param callsBelievedFor how long; afterwards Gong is asked again
 * @param askedFor how long an answer waits for what Gong says of its calls
 * @param lookEvery how often it is looked whether Gong's permissions are to be read again
 * @param readFor how long one request of that reading may wait for its turn
 * @param againAfter how long after a reading that failed the next begins
 */
@ConfigurationProperties(prefix = "gamelan.visibility", ignoreUnknownFields = false)
public record VisibilityProperties(
    @DefaultValue("50000") int callsRemembered,
    @DefaultValue("1h") Duration callsBelievedFor,
    @DefaultValue("30s") Duration askedFor,
    @DefaultValue("1s") Duration lookEvery,
    @DefaultValue("10m") Duration readFor,
    @DefaultValue("10m") Duration againAfter) {}
