/** Questions and briefs about a customer, answered slowly and for credits. */
@NullMarked
package dev.gamelan.simulator.ai;

import org.jspecify.annotations.NullMarked;
