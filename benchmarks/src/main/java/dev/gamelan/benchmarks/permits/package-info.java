/** What a permit costs at Redis, and what is left of the limits when Redis or a clock fails. */
@NullMarked
package dev.gamelan.benchmarks.permits;

import org.jspecify.annotations.NullMarked;
