package dev.gamelan.topics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How missing topics are created.
 *
 * @param replicationFactor copies of each partition; -1 leaves it to the broker's own default
 * @param patience how long a starting service waits for a broker before it gives up
 */
@ConfigurationProperties(prefix = "gamelan.topic-creation", ignoreUnknownFields = false)
record TopicCreationProperties(
    @DefaultValue("-1") short replicationFactor, @DefaultValue("30s") Duration patience) {}
