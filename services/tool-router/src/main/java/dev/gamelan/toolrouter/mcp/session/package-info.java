/** Sessions of the old era that no instance has to remember, and the seals they rest on. */
@NullMarked
package dev.gamelan.toolrouter.mcp.session;

import org.jspecify.annotations.NullMarked;
