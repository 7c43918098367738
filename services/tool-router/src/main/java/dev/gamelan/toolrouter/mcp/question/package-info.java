/** How a client is asked while it waits, in the way of each era. */
@NullMarked
package dev.gamelan.toolrouter.mcp.question;

import org.jspecify.annotations.NullMarked;
