/** Engage: flows, the prospects in them, and the tasks they leave to people. */
@NullMarked
package dev.gamelan.simulator.flows;

import org.jspecify.annotations.NullMarked;
