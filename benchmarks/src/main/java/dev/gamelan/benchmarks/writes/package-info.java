/** How often a write is done twice when whoever does it is killed. */
@NullMarked
package dev.gamelan.benchmarks.writes;

import org.jspecify.annotations.NullMarked;
