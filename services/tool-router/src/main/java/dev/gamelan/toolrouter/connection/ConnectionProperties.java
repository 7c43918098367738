package dev.gamelan.toolrouter.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a connection is kept for a client that is slow.
 *
 * @param request how long a whole request may take to arrive, also one whose body nobody reads;
 *     more than the patience with bodies, which has an answer
 * @param upload the same for a form with a file; more than the proxy's patience with the largest
 * @param stalled how long a client may take not one byte of what is to go out to it
 */
@ConfigurationProperties(prefix = "gamelan.connections", ignoreUnknownFields = false)
record ConnectionProperties(
    @DefaultValue("40s") Duration request,
    @DefaultValue("20m") Duration upload,
    @DefaultValue("30s") Duration stalled) {}
