/** A strict stand-in for Gong. */
@NullMarked
package dev.gamelan.simulator;

import org.jspecify.annotations.NullMarked;
