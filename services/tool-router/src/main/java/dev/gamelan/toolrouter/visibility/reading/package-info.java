/** Reads Gong's permissions on a schedule, at one instance for all. */
@NullMarked
package dev.gamelan.toolrouter.visibility.reading;

import org.jspecify.annotations.NullMarked;
