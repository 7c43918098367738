package dev.gamelan.toolrouter.mcp;

import tools.jackson.databind.node.ObjectNode;

/** What a method makes of a request. */
sealed interface McpOutcome permits McpOutcome.Result, McpError {
  record Result(ObjectNode result) implements McpOutcome {}
}
