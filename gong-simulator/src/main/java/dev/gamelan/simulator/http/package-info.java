/** The door: bytes in, the checks in Gong's order, bytes out. */
@NullMarked
package dev.gamelan.simulator.http;

import org.jspecify.annotations.NullMarked;
