/** Runs the quota engine's figures, each beside its peer, and prints one table. */
@NullMarked
package dev.gamelan.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
