/** What the instances tell each other about their clients. */
@NullMarked
package dev.gamelan.toolrouter.mcp.signal;

import org.jspecify.annotations.NullMarked;
