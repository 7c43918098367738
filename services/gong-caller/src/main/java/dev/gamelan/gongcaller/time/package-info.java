/** The time this service goes by, in one place, so that a simulation can pass it. */
@NullMarked
package dev.gamelan.gongcaller.time;

import org.jspecify.annotations.NullMarked;
