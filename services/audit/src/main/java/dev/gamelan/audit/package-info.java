/** Keeps the append-only trail of every decision. */
@NullMarked
package dev.gamelan.audit;

import org.jspecify.annotations.NullMarked;
