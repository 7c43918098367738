/** Decides when a request may go to Gong. */
@NullMarked
package dev.gamelan.quota;

import org.jspecify.annotations.NullMarked;
