package dev.gamelan.toolrouter.mcp;

import dev.gamelan.schemas.Effect;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What MCP clients get.
 *
 * @param deadline how long a call may take: with the grace for its ending less than the 60 s after
 *     which common clients stop listening, so that they hear what happened
 * @param pageSize entries on a page of a list; many clients read the first page only
 * @param toolsFresh how long a client may keep a list
 * @param largestAnswer how long a tool's answer may be, in bytes of JSON, before it is given in
 *     parts: it has to fit into what a language model can read
 * @param signingKeyFile the keys that seal what clients carry, a line each in base64url, the same
 *     for all instances; the first one seals, the others still open
 * @param signingKey "ephemeral" instead of a file, where there is one instance only and clients may
 *     have to begin anew after its restart
 * @param confirm which tools ask the person in front of the client first
 */
@ConfigurationProperties(prefix = "gamelan.mcp", ignoreUnknownFields = false)
public record McpProperties(
    @DefaultValue("55s") Duration deadline,
    @DefaultValue("100") int pageSize,
    @DefaultValue("5m") Duration toolsFresh,
    @DefaultValue("256KB") DataSize largestAnswer,
    @Nullable Path signingKeyFile,
    @Nullable String signingKey,
    @DefaultValue("deletes") Confirm confirm) {

  /** What is not done before a person has said yes to it. */
  public enum Confirm {
    /** What cannot be taken back. */
    DELETES,
    /** Everything that changes something at Gong. */
    WRITES,
    /** The client's own asking is enough. */
    NOTHING;

    public boolean covers(Effect effect) {
      return switch (this) {
        case DELETES -> effect == Effect.DELETE || effect == Effect.UNKNOWN;
        case WRITES -> effect != Effect.READ;
        case NOTHING -> false;
      };
    }
  }

  public McpProperties {
    if (largestAnswer.toBytes() < 4096 || largestAnswer.toBytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "gamelan.mcp.largest-answer must be from 4 KB to 2 GB, such as 256KB");
    }
    if (pageSize < 1) {
      throw new IllegalArgumentException("gamelan.mcp.page-size must be at least 1");
    }
  }

  public int largestAnswerBytes() {
    return Math.toIntExact(largestAnswer.toBytes());
  }
}
