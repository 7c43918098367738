package dev.gamelan.toolrouter.mcp;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What MCP clients get.
 *
 * @param deadline how long a call may take: with the grace for its ending less than the 60 s after
 *     which common clients stop listening, so that they hear what happened
 * @param pageSize tools on a page of tools/list; many clients read the first page only
 * @param toolsFresh how long a client may keep the list of tools
 */
@ConfigurationProperties(prefix = "gamelan.mcp", ignoreUnknownFields = false)
record McpProperties(
    @DefaultValue("55s") Duration deadline,
    @DefaultValue("100") int pageSize,
    @DefaultValue("5m") Duration toolsFresh) {

  McpProperties {
    if (pageSize < 1) {
      throw new IllegalArgumentException("gamelan.mcp.page-size must be at least 1");
    }
  }
}
