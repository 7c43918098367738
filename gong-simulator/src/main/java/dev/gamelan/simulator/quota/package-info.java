/** How often Gong may be asked before it answers 429. */
@NullMarked
package dev.gamelan.simulator.quota;

import org.jspecify.annotations.NullMarked;
