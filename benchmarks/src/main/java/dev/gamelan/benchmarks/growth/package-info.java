/** What one machine does with one connection, with a hundred and with ten thousand. */
@NullMarked
package dev.gamelan.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
