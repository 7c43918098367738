package dev.gamelan.toolrouter.policy.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What policies may cost.
 *
 * @param patience how long each may take
 * @param largestResult the largest answer that policies are asked about; a larger one is withheld
 *     where there are any to ask
 */
@ConfigurationProperties(prefix = "gamelan.policies", ignoreUnknownFields = false)
record PolicyProperties(
    @DefaultValue("500ms") Duration patience, @DefaultValue("8MB") DataSize largestResult) {}
