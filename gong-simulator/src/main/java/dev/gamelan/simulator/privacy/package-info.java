/** What is kept about one outsider, and its erasure. */
@NullMarked
package dev.gamelan.simulator.privacy;

import org.jspecify.annotations.NullMarked;
