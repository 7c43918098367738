/** Calls that clients ask for the answer of later: durable before their handle is given. */
@NullMarked
package dev.gamelan.toolrouter.mcp.task;

import org.jspecify.annotations.NullMarked;
