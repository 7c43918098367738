/** What goes out to a client that waits: one JSON answer, or a stream that ends with it. */
@NullMarked
package dev.gamelan.toolrouter.mcp.stream;

import org.jspecify.annotations.NullMarked;
