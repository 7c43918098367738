/** Measures the whole system next to simpler alternatives, in one run, and prints one table. */
@NullMarked
package dev.gamelan.benchmarks;

import org.jspecify.annotations.NullMarked;
