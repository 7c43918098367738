/** What the gateway itself offers over MCP: the tools that ask Gong. */
@NullMarked
package dev.gamelan.toolrouter.mcp.gong;

import org.jspecify.annotations.NullMarked;
