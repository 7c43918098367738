/** Carries the trace of a call from its record to the request. */
@NullMarked
package dev.gamelan.gongcaller.trace;

import org.jspecify.annotations.NullMarked;
