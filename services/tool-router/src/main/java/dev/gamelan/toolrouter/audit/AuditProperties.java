package dev.gamelan.toolrouter.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long refusals wait for a broker that is away.
 *
 * @param waiting how many entries may wait in memory; one more is lost, counted and logged
 * @param retryAfter pause between attempts
 * @param patience how long the refused caller's answer is held back for its entry
 * @param stopPatience how long a stopping instance goes on trying
 */
@ConfigurationProperties(prefix = "gamelan.audit", ignoreUnknownFields = false)
record AuditProperties(
    @DefaultValue("1000") int waiting,
    @DefaultValue("500ms") Duration retryAfter,
    @DefaultValue("1s") Duration patience,
    @DefaultValue("5s") Duration stopPatience) {}
