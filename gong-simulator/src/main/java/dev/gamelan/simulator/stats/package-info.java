/** Figures about people: what they did, how they spoke, how they were scored and coached. */
@NullMarked
package dev.gamelan.simulator.stats;

import org.jspecify.annotations.NullMarked;
