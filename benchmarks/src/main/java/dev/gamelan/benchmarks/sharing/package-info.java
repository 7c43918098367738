/** How many calls are answered for each request to Gong. */
@NullMarked
package dev.gamelan.benchmarks.sharing;

import org.jspecify.annotations.NullMarked;
