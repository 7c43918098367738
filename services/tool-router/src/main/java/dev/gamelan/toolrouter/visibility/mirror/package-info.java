/** Gong's users, their managers and their permission profiles, as last read from Gong. */
@NullMarked
package dev.gamelan.toolrouter.visibility.mirror;

import org.jspecify.annotations.NullMarked;
