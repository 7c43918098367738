package dev.gamelan.gongcaller.presence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How gong-callers look after one another.
 *
 * @param instance the name of this one in the group
 * @param group the Kafka consumer group that shares out the lanes
 * @param every how often to look who is there
 * @param patience how long the database or the broker may take to say so
 */
@ConfigurationProperties(prefix = "gamelan.presence", ignoreUnknownFields = false)
record PresenceProperties(
    @DefaultValue("gong-caller") String instance,
    @DefaultValue("gong-caller") String group,
    @DefaultValue("250ms") Duration every,
    @DefaultValue("2s") Duration patience) {}
