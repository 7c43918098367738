/** Who is asking. */
@NullMarked
package dev.gamelan.identity;

import org.jspecify.annotations.NullMarked;
