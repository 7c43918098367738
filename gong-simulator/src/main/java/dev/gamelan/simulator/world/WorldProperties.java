package dev.gamelan.simulator.world;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Which company it is, and where its days begin. */
@ConfigurationProperties(prefix = "gamelan.simulator.world", ignoreUnknownFields = false)
record WorldProperties(
    @DefaultValue("20260101") long seed, @DefaultValue("America/New_York") ZoneId zone) {}
