/** What arrived, when, and which promises of a client it breaks. */
@NullMarked
package dev.gamelan.simulator.arrivals;

import org.jspecify.annotations.NullMarked;
