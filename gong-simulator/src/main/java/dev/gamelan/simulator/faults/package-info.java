/** What can be made to go wrong while the simulator runs. */
@NullMarked
package dev.gamelan.simulator.faults;

import org.jspecify.annotations.NullMarked;
