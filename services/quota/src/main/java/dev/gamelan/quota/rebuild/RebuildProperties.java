package dev.gamelan.quota.rebuild;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How lost connections are restored.
 *
 * @param atStart connections looked at before anyone asks, so that the first one need not wait
 * @param patience after which reading the topic is given up, to be tried again
 */
@ConfigurationProperties(prefix = "gamelan.rebuild", ignoreUnknownFields = false)
record RebuildProperties(
    @DefaultValue("default") List<String> atStart, @DefaultValue("30s") Duration patience) {}
