/** Tells clients that listen when what is offered has changed. */
@NullMarked
package dev.gamelan.toolrouter.mcp.change;

import org.jspecify.annotations.NullMarked;
