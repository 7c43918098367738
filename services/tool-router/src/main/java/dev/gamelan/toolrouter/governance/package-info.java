/** Decides whether a caller may use a tool now, by all that is governed. */
@NullMarked
package dev.gamelan.toolrouter.governance;

import org.jspecify.annotations.NullMarked;
