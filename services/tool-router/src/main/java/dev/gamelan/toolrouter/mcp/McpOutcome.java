package dev.gamelan.toolrouter.mcp;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a method makes of a request. */
sealed interface McpOutcome permits McpOutcome.Result, McpError {
  /**
   * An answer.
   *
   * @param type what kind of result it is, of which only the new era is told
   * @param session the id of the session that begins with it
   */
  record Result(ObjectNode result, String type, @Nullable String session) implements McpOutcome {
    Result(ObjectNode result) {
      this(result, "complete", null);
    }
  }
}
