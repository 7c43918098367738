package dev.gamelan.quota.permit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Redis is and how long an answer may take.
 *
 * @param url {@code redis://[user:password@]host:port[/database]}, {@code rediss://} for TLS
 * @param timeout after which Redis counts as away, for connecting and for each command
 */
@ConfigurationProperties(prefix = "gamelan.redis", ignoreUnknownFields = false)
record RedisProperties(
    @DefaultValue("redis://localhost:6379") String url, @DefaultValue("500ms") Duration timeout) {}
