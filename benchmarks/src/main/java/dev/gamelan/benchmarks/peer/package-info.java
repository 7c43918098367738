/** What is built as its documentation advises, to be measured beside Gamelan. */
@NullMarked
package dev.gamelan.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
