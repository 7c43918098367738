/** The whole quota engine in a time of its own: schedules drawn from seeds, and a judge. */
@NullMarked
package dev.gamelan.system.simulation;

import org.jspecify.annotations.NullMarked;
