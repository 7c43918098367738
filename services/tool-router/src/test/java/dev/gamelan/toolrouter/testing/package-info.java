/** A running tool-router, what stands around it, and clients that ask it. */
@NullMarked
package dev.gamelan.toolrouter.testing;

import org.jspecify.annotations.NullMarked;
