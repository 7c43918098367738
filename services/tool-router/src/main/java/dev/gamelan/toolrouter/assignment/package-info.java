/** Tells features which partitions of their topics this instance was given. */
@NullMarked
package dev.gamelan.toolrouter.assignment;

import org.jspecify.annotations.NullMarked;
