/** How long a quiet user waits beside a noisy one. */
@NullMarked
package dev.gamelan.benchmarks.fairness;

import org.jspecify.annotations.NullMarked;
