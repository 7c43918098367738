package dev.gamelan.toolrouter.mcp.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long sessions of the old era last, and how much is noted about them.
 *
 * @param lifetime after which a client has to begin anew; not longer than signals are kept
 * @param noted sessions of which something is noted: that they have ended, or what they asked for
 */
@ConfigurationProperties(prefix = "gamelan.sessions", ignoreUnknownFields = false)
public record SessionProperties(
    @DefaultValue("23h") Duration lifetime, @DefaultValue("10000") int noted) {}
