/** The library of calls worth hearing. */
@NullMarked
package dev.gamelan.simulator.library;

import org.jspecify.annotations.NullMarked;
