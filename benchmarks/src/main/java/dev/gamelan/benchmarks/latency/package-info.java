/** What a call costs on top of asking Gong directly. */
@NullMarked
package dev.gamelan.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
