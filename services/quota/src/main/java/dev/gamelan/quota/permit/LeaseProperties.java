package dev.gamelan.quota.permit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a holder keeps its connection.
 *
 * @param time a holder that is silent for so long may be superseded
 */
@ConfigurationProperties(prefix = "gamelan.lease", ignoreUnknownFields = false)
record LeaseProperties(@DefaultValue("2s") Duration time) {}
