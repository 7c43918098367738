/** Calls: lists, one by one, in depth, what was said, new ones, and who may see them. */
@NullMarked
package dev.gamelan.simulator.calls;

import org.jspecify.annotations.NullMarked;
