/** What users did in Gong. */
@NullMarked
package dev.gamelan.simulator.logs;

import org.jspecify.annotations.NullMarked;
