/** Keeps the records of AI clients: when each was last seen, and which are forgotten. */
@NullMarked
package dev.gamelan.toolrouter.client;

import org.jspecify.annotations.NullMarked;
