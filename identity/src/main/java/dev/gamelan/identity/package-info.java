/** Knows a caller by a bearer token whose hash stands in a configured file. */
@NullMarked
package dev.gamelan.identity;

import org.jspecify.annotations.NullMarked;
