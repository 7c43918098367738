/** The simulator's own API, by which a test or a person steers and questions it. */
@NullMarked
package dev.gamelan.simulator.control;

import org.jspecify.annotations.NullMarked;
