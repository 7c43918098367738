/** Who may ask: the access keys and what each may do. */
@NullMarked
package dev.gamelan.simulator.access;

import org.jspecify.annotations.NullMarked;
