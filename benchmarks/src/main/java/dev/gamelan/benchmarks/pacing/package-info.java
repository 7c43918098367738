/** How many requests are refused, and how much of the limit is used, by different ways to pace. */
@NullMarked
package dev.gamelan.benchmarks.pacing;

import org.jspecify.annotations.NullMarked;
