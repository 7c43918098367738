/** Load that is planned before it is played, and who it is played to. */
@NullMarked
package dev.gamelan.benchmarks.load;

import org.jspecify.annotations.NullMarked;
