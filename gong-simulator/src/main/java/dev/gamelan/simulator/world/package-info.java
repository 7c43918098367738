/** The company whose Gong this is: its people, calls, customers and settings. */
@NullMarked
package dev.gamelan.simulator.world;

import org.jspecify.annotations.NullMarked;
