package dev.gamelan.toolrouter.origin;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By which names this service may be reached, and from which web pages; always also as this machine
 * itself (localhost, 127.0.0.1, ::1).
 *
 * @param allowedHosts host names without a port, or {@code *} where something in front checks them
 * @param allowedOrigins such as {@code https://chat.example.com}
 */
@ConfigurationProperties(prefix = "gamelan.origin", ignoreUnknownFields = false)
record OriginProperties(
    @DefaultValue List<String> allowedHosts, @DefaultValue List<String> allowedOrigins) {}
