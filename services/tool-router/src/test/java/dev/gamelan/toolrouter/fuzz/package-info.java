/** Sends what nobody should to the edge, and looks at what is left of it. */
@NullMarked
package dev.gamelan.toolrouter.fuzz;

import org.jspecify.annotations.NullMarked;
