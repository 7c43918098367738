/** What a figure comes out as: a line of the table, with what it was aimed at. */
@NullMarked
package dev.gamelan.benchmarks.result;

import org.jspecify.annotations.NullMarked;
