package dev.gamelan.simulator.world;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Which company it is, where its days begin, and how many calls it has had. */
@ConfigurationProperties(prefix = "gamelan.simulator.world", ignoreUnknownFields = false)
record WorldProperties(
    @DefaultValue("20260101") long seed,
    @DefaultValue("America/New_York") ZoneId zone,
    @DefaultValue("400") int calls) {}
