/** Knows a caller by a local token whose hash stands in a configured file. */
@NullMarked
package dev.gamelan.identity.tokens;

import org.jspecify.annotations.NullMarked;
