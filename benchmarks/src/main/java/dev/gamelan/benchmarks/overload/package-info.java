/** What is answered, refused and wasted when ten times as much is asked as Gong allows. */
@NullMarked
package dev.gamelan.benchmarks.overload;

import org.jspecify.annotations.NullMarked;
