/** Revenue targets and their assignment. */
@NullMarked
package dev.gamelan.simulator.targets;

import org.jspecify.annotations.NullMarked;
