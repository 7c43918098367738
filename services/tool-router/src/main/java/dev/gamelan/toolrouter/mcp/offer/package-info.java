/** What may be offered over MCP, and how an offer talks with the client while it answers. */
@NullMarked
package dev.gamelan.toolrouter.mcp.offer;

import org.jspecify.annotations.NullMarked;
