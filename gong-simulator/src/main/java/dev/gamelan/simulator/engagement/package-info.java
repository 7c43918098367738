/** What outsiders did elsewhere, reported to Gong by other systems. */
@NullMarked
package dev.gamelan.simulator.engagement;

import org.jspecify.annotations.NullMarked;
