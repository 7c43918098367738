/** Keeps web pages of other origins away from an installation on the same machine. */
@NullMarked
package dev.gamelan.toolrouter.origin;

import org.jspecify.annotations.NullMarked;
