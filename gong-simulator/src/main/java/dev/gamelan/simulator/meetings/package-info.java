/** Meetings that Gong schedules. */
@NullMarked
package dev.gamelan.simulator.meetings;

import org.jspecify.annotations.NullMarked;
