/** Untrusted JSON, bounded in size, depth and time before it is parsed. */
@NullMarked
package dev.gamelan.toolrouter.json;

import org.jspecify.annotations.NullMarked;
