/** The only place that knows MCP's wire format: two protocol eras, one dispatch table. */
@NullMarked
package dev.gamelan.toolrouter.mcp;

import org.jspecify.annotations.NullMarked;
