package dev.gamelan.toolrouter.toolcall;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a call may ask for.
 *
 * @param connections the companies' Gong accounts that may be called; the first is meant where a
 *     call names none
 * @param deadline how long a caller waits who does not say
 * @param shortestDeadline the least a caller may say
 * @param longestDeadline the most a caller may say
 */
@ConfigurationProperties(prefix = "gamelan.tool-calls", ignoreUnknownFields = false)
record ToolCallProperties(
    @DefaultValue("default") List<String> connections,
    @DefaultValue("60s") Duration deadline,
    @DefaultValue("1s") Duration shortestDeadline,
    @DefaultValue("10m") Duration longestDeadline) {

  ToolCallProperties {
    if (connections.isEmpty()) {
      throw new IllegalArgumentException("gamelan.tool-calls.connections must name at least one");
    }
  }
}
