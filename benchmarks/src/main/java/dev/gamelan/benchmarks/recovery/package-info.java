/** How long nothing reaches Gong after whoever sends was killed, and why. */
@NullMarked
package dev.gamelan.benchmarks.recovery;

import org.jspecify.annotations.NullMarked;
